"""At which operations a kind of fault can happen: a rule that can happen at none is refused."""

from typing import Any

import pytest

from simulator.faults.new_rule import NewFault
from simulator.faults.places import misplaced


def wrong(kind: str, operation: str | None = None, **parameters: Any) -> list[str]:
    match = {} if operation is None else {"operation": operation}
    asked = NewFault.model_validate({"kind": kind, "parameters": parameters, "match": match})
    return [f"{each.pointer} {each.code}" for each in misplaced(asked)]


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (None, "certificate-expired"),
        ("check_eligibility", "nonce-used"),
        ("POST /registry/v1/oauth/token", "too-many-guesses"),
    ],
)
def test_a_refusal_that_is_declared_can_happen(operation: str | None, code: str) -> None:
    assert wrong("refusal", operation, code=code) == []


@pytest.mark.parametrize(
    ("operation", "code"),
    [(None, "out-of-tea"), ("tokens_get_token", "certificate-expired"), ("check_eligibility", "check-has-no-answer")],
)
def test_a_refusal_that_is_declared_nowhere_it_means_cannot(operation: str | None, code: str) -> None:
    assert wrong("refusal", operation, code=code) == ["/parameters/code undeclared"]


@pytest.mark.parametrize(
    ("kind", "operation"),
    [
        ("substitute_characters", "check_eligibility"),
        ("still_processing", "/eligibility/v1/bulk-checks"),
        ("status_unknown", "me_sign_in"),
        ("lost_answer", "bulk_checks_receive"),
        ("delay", "operation_alive"),
    ],
)
def test_a_kind_can_happen_where_its_data_are(kind: str, operation: str) -> None:
    assert wrong(kind, operation) == []


@pytest.mark.parametrize(
    ("kind", "operation"),
    [
        ("substitute_characters", "tokens_get_token"),
        ("wrong_person", "bulk_checks_receive"),
        ("still_processing", "check_eligibility"),
        ("revoked_by_mistake", "tokens_get_token"),
        ("lost_answer", "tokens_get_token"),
        ("lost_answer", "check_issue_challenge"),
    ],
)
def test_a_kind_cannot_happen_anywhere_else(kind: str, operation: str) -> None:
    assert wrong(kind, operation) == ["/match/operation contradiction"]
