from typing import Any

import pytest

from loadtests.receptions.cases import complaint, described, mistyped, refused


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


def test_a_mistyped_birthdate_is_nobodys() -> None:
    insured = {
        "insurer_number": "019539",
        "symbol": "国10",
        "number": "100001",
        "branch": "01",
        "birthdate": "1956-03-01",
    }
    twin = {**insured, "branch": "02", "birthdate": "1956-02-29"}

    changed = mistyped(insured, {described(insured), described(twin)})

    assert changed == {**insured, "birthdate": "1956-02-28"}
