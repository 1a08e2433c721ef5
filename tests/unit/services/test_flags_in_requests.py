"""True and false in bodies: neither a number nor a word is one (pydantic alone takes 1, "on" and "true")."""

import pytest
from pydantic import ValidationError

from tests.sent_fields import choices_of, sent_fields

NO_FLAGS = (b"1", b"0", b"1.0", b"0.0", b'"true"', b'"false"', b'"on"', b'"yes"', b'"1"', b"[true]", b"{}")
FLAGS = {
    where: adapter
    for where, adapter, schema in sent_fields(in_bodies_only=True)
    if any(choice.get("type") == "boolean" or choice.get("const") is True for choice in choices_of(schema))
}


def test_requests_hold_flags() -> None:
    assert {where.partition(" ")[0] for where in FLAGS} >= {"registry", "jpki", "reader"}


@pytest.mark.parametrize("where", FLAGS)
def test_nothing_else_is_a_flag(where: str) -> None:
    taken = []
    for value in NO_FLAGS:
        try:
            FLAGS[where].validate_json(value)
        except ValidationError:
            continue
        taken.append(value)
    assert taken == []
