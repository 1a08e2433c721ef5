"""Answers as a client reads them."""

from onshi.answers import Answer

DOCUMENT = {
    "check_id": "c-1",
    "as_of": "2026-11-20",
    "method": "my_number_card",
    "outcome": "answered",
    "refusal": None,
    "validity": "valid",
    "certificate_state": "current",
    "results": [{"validity": "valid"}],
    "notices": [],
    "something_newer": 1,
}


def test_members_it_does_not_know_stay_in_the_document() -> None:
    answer = Answer.read(DOCUMENT)

    assert answer.is_valid
    assert answer.results == ({"validity": "valid"},)
    assert answer.document["something_newer"] == 1


def test_a_refused_purpose_is_not_valid() -> None:
    answer = Answer.read(
        DOCUMENT | {"outcome": "refused", "validity": None, "results": [], "refusal": {"code": "purpose-prohibited"}}
    )

    assert not answer.is_valid
    assert answer.refusal == {"code": "purpose-prohibited"}
