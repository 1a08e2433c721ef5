from typing import Any

import pytest

from loadtests.cases import card_cases, complaint, identifier_cases, refused

INSURED = {
    "insurer_number": "06139018",
    "symbol": "模擬1",
    "number": "1000000",
    "branch": "00",
    "birthdate": "1980-01-01",
}


def persona(name: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": name,
        "card": {"card_id": f"card-of-{name}", "pin": "1234", "carrier": "card"},
        "insured": INSURED,
        "expected": {"card": {"validity": "valid"}, "insured": {"validity": "valid"}},
        **changed,
    }


def test_who_has_a_card_and_a_pin_comes_with_the_card() -> None:
    (case,) = card_cases([persona("valid")])

    assert (case.persona_id, case.card_id, case.holder) == ("valid", "card-of-valid", {"pin": "1234"})


def test_an_iphone_verifies_its_holder_itself() -> None:
    (case,) = card_cases([persona("phone", card={"card_id": "c", "pin": None, "carrier": "iphone"})])

    assert case.holder == {"device_biometric": True}


@pytest.mark.parametrize(
    "changed",
    [
        {"card": None},
        {"card": {"card_id": "c", "pin": None, "carrier": "card"}},
        {"expected": {"card": None, "insured": {"validity": "valid"}}},
        {"expected": {"card": {"refusal": "pin-blocked"}, "insured": None}},
        {"ask": {"card": {"client_id": "clinic-reader", "purpose": "CARE_VISIT"}}},
        {"ask": {"card": {"client_id": "clinic", "purpose": "EMERGENCY"}}},
        {"codes": {"DesignatedMedicalInstitutionFlag": "0"}},
    ],
    ids=[
        "no card",
        "a card without PIN",
        "nothing expected",
        "the PIN is blocked",
        "a reader asks",
        "an emergency",
        "a ticket for one institution",
    ],
)
def test_who_cannot_use_a_card_at_a_desk_does_not_come_with_one(changed: dict[str, Any]) -> None:
    assert card_cases([persona("other", **changed)]) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"insured": None},
        {"expected": {"card": None, "insured": None}},
        {"expected": {"card": None, "insured": {"validity": "not_found"}}},
        {"ask": {"insured": {"client_id": "pharmacy", "purpose": "CARE_VISIT"}}},
        {"codes": {"DesignatedMedicalInstitutionFlag": "1"}},
    ],
    ids=["no numbers", "nothing expected", "looks like probing", "a pharmacy asks", "a ticket for one institution"],
)
def test_who_cannot_be_asked_about_by_numbers_is_not(changed: dict[str, Any]) -> None:
    assert identifier_cases([persona("other", **changed)]) == []


@pytest.mark.parametrize(
    ("expected", "status", "document"),
    [
        ({"validity": "invalid"}, 200, {"validity": "invalid"}),
        (
            {"validity": "valid", "certificate_state": "in_grace"},
            200,
            {"validity": "valid", "certificate_state": "in_grace"},
        ),
        ({"refusal": "certificate-expired"}, 422, {"type": "urn:onshi:problem:certificate-expired"}),
        (refused(), 200, {"outcome": "refused", "validity": None, "results": [], "refusal": {"code": "x"}}),
    ],
)
def test_what_was_expected_is_no_cause_for_complaint(
    expected: dict[str, str], status: int, document: dict[str, Any]
) -> None:
    assert complaint(expected, status, document) is None


@pytest.mark.parametrize(
    ("expected", "status", "document", "words"),
    [
        ({"validity": "valid"}, 200, {"validity": "invalid"}, "expected validity valid, got invalid"),
        (
            {"validity": "valid"},
            503,
            {"type": "urn:onshi:problem:overloaded"},
            "expected an answer, got 503 overloaded",
        ),
        ({"validity": "valid"}, 0, {}, "expected an answer, got 0"),
        ({"refusal": "certificate-expired"}, 200, {"validity": "valid"}, "expected certificate-expired, got 200"),
        (
            {"refusal": "certificate-expired"},
            422,
            {"type": "urn:onshi:problem:nonce-used"},
            "expected certificate-expired, got 422 nonce-used",
        ),
        (refused(), 200, {"outcome": "answered"}, "expected outcome refused, got answered"),
        (
            refused(),
            200,
            {"outcome": "refused", "results": [{}], "refusal": {"code": "x"}},
            "a refused purpose came with results, or without a reason",
        ),
    ],
)
def test_anything_else_is(expected: dict[str, str], status: int, document: dict[str, Any], words: str) -> None:
    assert complaint(expected, status, document) == words
