import pytest

from loadtests.receptions.bulk import body_of, is_accepted, result_complaint
from loadtests.receptions.data import Case

PERSONS = [Case({"validity": "valid"}, {"number": "1"}), Case({"validity": "invalid"}, {"number": "2"})]
ANSWERED = {
    "state": "done",
    "items": [{"item_reference": "0", "validity": "valid"}, {"item_reference": "1", "validity": "invalid"}],
}


def test_a_file_asks_about_each_by_numbers() -> None:
    assert body_of(PERSONS) == {
        "items": [
            {"item_reference": "0", "insured": {"number": "1"}},
            {"item_reference": "1", "insured": {"number": "2"}},
        ]
    }
    assert (is_accepted(202), is_accepted(200)) == (True, False)


@pytest.mark.parametrize(
    ("status", "document", "wrong"),
    [
        (200, ANSWERED, None),
        (200, {"state": "processing"}, None),
        (200, {**ANSWERED, "items": ANSWERED["items"][:1]}, "1 of 2 persons were answered otherwise than expected"),
        (503, {}, "expected a result, got 503"),
    ],
)
def test_what_is_answered_is_compared_person_by_person(
    status: int, document: dict[str, object], wrong: str | None
) -> None:
    assert result_complaint(PERSONS, status, document) == wrong
