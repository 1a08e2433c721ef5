"""At which operations a kind of fault can happen: a rule that can happen at none is refused."""

import re
from pathlib import Path
from typing import Any

import pytest

from simulator.faults.kinds import FaultKind
from simulator.faults.new_rule import NewFault
from simulator.faults.operations import operations
from simulator.faults.places import can_happen_at, misplaced

DOCS = Path(__file__).resolve().parents[4] / "docs"
ROW = re.compile(r"^\| `([a-z_]+)` \|((?: `[a-z_]+`,?)+) \|$", re.MULTILINE)
NAME = re.compile("`([a-z_]+)`")
SHOWING = frozenset(
    {"check_eligibility", "messages_send", "bulk_checks_get_one", "bulk_checks_find", "me_sign_in", "me_my_eligibility"}
)
OF_DATA = (
    FaultKind.SUBSTITUTE_CHARACTERS,
    FaultKind.WRONG_SHARE,
    FaultKind.WRONG_PERSON,
    FaultKind.REGISTRATION_LAG,
    FaultKind.STALE_INSURER,
    FaultKind.REVOKED_BY_MISTAKE,
    FaultKind.STATUS_UNKNOWN,
    FaultKind.STILL_PROCESSING,
)


def wrong(kind: str, operation: str | None = None, face: str | None = None, **parameters: Any) -> list[str]:
    named = {"operation": operation, "face": face}
    match = {name: text for name, text in named.items() if text is not None}
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
        ("wrong_share", "messages_send"),
        ("wrong_person", "bulk_checks_get_one"),
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
        ("wrong_share", "me_my_eligibility"),
        ("wrong_share", "check_get_one"),
        ("status_unknown", "bulk_checks_get_one"),
        ("still_processing", "check_eligibility"),
        ("revoked_by_mistake", "tokens_get_token"),
        ("lost_answer", "tokens_get_token"),
        ("lost_answer", "check_issue_challenge"),
    ],
)
def test_a_kind_cannot_happen_anywhere_else(kind: str, operation: str) -> None:
    assert wrong(kind, operation) == ["/match/operation contradiction"]


def test_a_face_in_which_an_operation_is_never_asked_is_refused() -> None:
    assert wrong("wrong_share", "check_eligibility", face="oqs") == ["/match/face contradiction"]
    assert wrong("delay", "messages_send", face="rest", milliseconds=5) == ["/match/face contradiction"]


def test_a_kind_that_a_face_never_has_is_refused_by_the_face() -> None:
    assert wrong("status_unknown", face="oqs") == ["/match/face contradiction"]
    assert wrong("wrong_share", face="oqs") == []


def test_the_page_tells_at_which_operations_each_kind_of_wrong_data_happens() -> None:
    for page in ("faults.md", "faults.ja.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        told = {kind: set(NAME.findall(cell)) for kind, cell in ROW.findall(text)}
        assert told == {kind.value: at(kind) for kind in OF_DATA}, page


def at(kind: FaultKind) -> set[str]:
    """Where a kind happens, of the operations by which somebody is shown to an institution or to themselves."""
    return {
        each.operation_id for each in operations() if each.operation_id in SHOWING and can_happen_at(kind, None, each)
    }
