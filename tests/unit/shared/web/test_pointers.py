"""Where something is wrong, as RFC 6901 writes it."""

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.web.pointers import pointer_to
from shared.web.problems import violation_of
from tests.my_number_forms import FORMS


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        ((), ""),
        (("insured", "birthdate"), "/insured/birthdate"),
        (("items", 12, "insured"), "/items/12/insured"),
        (("a/b", "m~n", "~1"), "/a~1b/m~0n/~01"),
        (("",), "/"),
        (("氏名",), "/氏名"),
    ],
)
def test_a_pointer_is_written_so_that_it_can_be_followed(place: tuple[str | int, ...], pointer: str) -> None:
    assert pointer_to(place) == pointer


@pytest.mark.parametrize("name", [*FORMS.values(), "x" * 65, "a\nb", "\u202e", "230999", "番号２３０９９９"])
def test_a_member_that_is_no_name_is_not_repeated(name: str) -> None:
    assert pointer_to(("insured", name, "x")) == "/insured"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    body: int = 0


def test_the_body_as_a_whole_is_the_empty_pointer() -> None:
    with pytest.raises(ValidationError) as raised:
        _Body.model_validate([])
    assert [violation_of(dict(entry)).pointer for entry in raised.value.errors()] == [""]


def test_a_member_called_body_is_a_member() -> None:
    with pytest.raises(ValidationError) as raised:
        _Body.model_validate({"body": "x", "a/b": 1})
    assert [violation_of(dict(entry)).pointer for entry in raised.value.errors()] == ["/body", "/a~1b"]
