from typing import Any

import pytest

from loadtests.receptions.data import Case
from loadtests.receptions.views import consent_complaint, opened, view_complaint

VALID, WITHOUT = Case({"validity": "valid"}, has_medical_data=True), Case({"validity": "valid_unregistered"})
BOTH = {"results": [{"consents": {"medication": {"state": "given"}, "diagnosis": {"state": "given"}}}]}
ONE = {"results": [{"consents": {"medication": {"state": "given"}, "diagnosis": {"state": "none"}}}]}
CHOSEN = ("medication", "diagnosis")


def test_what_was_chosen_and_stands_in_the_answer_is_looked_at() -> None:
    assert opened(ONE, CHOSEN) == ["medication"]
    assert opened(BOTH, ["diagnosis"]) == ["diagnosis"]
    assert opened({"results": []}, CHOSEN) == []


@pytest.mark.parametrize(
    ("case", "document", "is_right"),
    [
        (VALID, BOTH, True),
        (VALID, ONE, False),
        (WITHOUT, {"results": [{"consents": {}}]}, True),
        (WITHOUT, BOTH, False),
    ],
)
def test_an_answer_has_the_consents_of_the_card(case: Case, document: dict[str, Any], is_right: bool) -> None:
    assert (consent_complaint(case, document, CHOSEN) is None) is is_right


def test_what_was_consented_to_is_shown() -> None:
    assert view_complaint("medication", 200, {"kind": "medication", "items": []}, "") is None
    assert (
        view_complaint("medication", 200, {"kind": "diagnosis", "items": []}, "")
        == "data of another kind than asked for"
    )
    assert (
        view_complaint("medication", 403, {}, "consent-missing")
        == "expected what was consented to, got 403 consent-missing"
    )
