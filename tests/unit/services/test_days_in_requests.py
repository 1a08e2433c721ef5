"""Days and instants that callers send: numbers are none (pydantic alone takes them for seconds)."""

import pytest
from pydantic import ValidationError

from tests.sent_fields import choices_of, sent_fields

NUMBERS = (b"0", b"1", b"86400", b"1700000000", b"1.5", b'"0"', b'"1"', b'"86400"', b'"1700000000"', b'"20261120"')
DAYS = {
    where: adapter
    for where, adapter, schema in sent_fields()
    if any(choice.get("format") in ("date", "date-time") for choice in choices_of(schema))
}


def test_requests_hold_days() -> None:
    assert len(DAYS) > 30
    assert {where.partition(" ")[0] for where in DAYS} == {
        "registry",
        "consent",
        "eligibility",
        "jpki",
        "controls",
    }


@pytest.mark.parametrize("where", DAYS)
def test_a_number_is_no_day(where: str) -> None:
    taken = []
    for number in NUMBERS:
        try:
            DAYS[where].validate_json(number)
        except ValidationError:
            continue
        taken.append(number)
    assert taken == []
