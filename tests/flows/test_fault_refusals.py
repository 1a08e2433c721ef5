"""Injected refusals over HTTP: each goes the way of the real one, with what that leaves behind."""

from typing import Any

import httpx
import pytest

from tests.flows.fault_desk import LABEL, FaultDesk
from tests.flows.people import persona
from tests.flows.program import Simulator

PROBLEM = "urn:onshi:problem:"


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).removeprefix(PROBLEM)


def last_of(desk: FaultDesk) -> dict[str, Any]:
    return desk.listed()[-1]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("proof-mismatch", 422),
        ("certificate-expired", 422),
        ("signature-invalid", 422),
        ("card-not-registered", 404),
        ("certificate-status-unknown", 503),
    ],
)
def test_from_the_claims_on_a_refusal_is_a_rejected_check_that_spends_the_nonce(
    simulator: Simulator, code: str, status: int
) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, f"refused-{code}") as desk:
        fault = desk.fault("refusal", parameters={"code": code}, match={"test": desk.test})
        nonce = desk.nonce()

        refused = desk.by_card(who, nonce, client_reference=f"receipt-{code}")
        entry = last_of(desk)
        spent = desk.by_card(who, nonce)

        assert (refused.status_code, code_of(refused), refused.headers[LABEL]) == (status, code, fault)
        assert "replay-nonce" in refused.headers
        assert (entry["outcome"], entry["refusal_code"], entry["client_reference"]) == (
            "rejected",
            code,
            f"receipt-{code}",
        )
        assert (spent.status_code, code_of(spent)) == (409, "nonce-used")
        assert desk.by_card(who).json()["validity"] == "valid"
        assert desk.used(fault) == (1, True)


@pytest.mark.parametrize("code", ["proof-unreadable", "nonce-expired", "overloaded", "too-many-misses"])
def test_before_the_nonce_and_under_load_a_refusal_leaves_nothing(simulator: Simulator, code: str) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, f"refused-{code}") as desk:
        desk.fault("refusal", parameters={"code": code})
        nonce, before = desk.nonce(), len(desk.listed())

        refused = desk.by_card(who, nonce)

        assert (code_of(refused), len(desk.listed())) == (code, before)
        assert "replay-nonce" in refused.headers
        # The nonce stays good.
        assert desk.by_card(who, nonce).json()["validity"] == "valid"


@pytest.mark.parametrize("code", ["token-expired", "scope-missing", "world-mismatch"])
def test_of_the_caller_a_refusal_comes_before_anything_else(simulator: Simulator, code: str) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, f"refused-{code}") as desk:
        desk.fault("refusal", parameters={"code": code}, match={"test": desk.test, "operation": "check_eligibility"})

        refused, right = desk.by_number(who), desk.by_number(who)

        assert (code_of(refused), "replay-nonce" in refused.headers) == (code, False)
        assert refused.json()["instance"] == "/eligibility/v1/checks"
        assert right.json()["validity"] == "valid"


def test_a_code_of_cards_leaves_a_check_by_number_alone(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "only-cards") as desk:
        fault = desk.fault("refusal", parameters={"code": "certificate-revoked"})

        right, refused = desk.by_number(who), desk.by_card(who)

        assert right.json()["validity"] == "valid"
        assert (code_of(refused), refused.headers[LABEL]) == ("certificate-revoked", fault)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("revoked_by_mistake", "certificate-revoked"), ("status_unknown", "certificate-status-unknown")],
)
def test_a_card_is_revoked_by_mistake_or_of_unknown_status_once(simulator: Simulator, kind: str, code: str) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, kind.replace("_", "-")) as desk:
        fault = desk.fault(kind, match={"persona": "employee-with-limit"})

        of_another = desk.by_card(persona(simulator.control_url, "municipal-nhi"))
        refused, right = desk.by_card(who), desk.by_card(who)

        assert (of_another.json()["validity"], right.json()["validity"]) == ("valid", "valid")
        assert (code_of(refused), refused.headers[LABEL], desk.used(fault)) == (code, fault, (1, True))


def test_what_is_really_wrong_keeps_its_own_refusal(simulator: Simulator) -> None:
    revoked = persona(simulator.control_url, "card-revoked")
    with FaultDesk(simulator, "really-wrong") as desk:
        fault = desk.fault("refusal", parameters={"code": "certificate-expired"})

        refused = desk.by_card(revoked)

        assert (code_of(refused), desk.used(fault)) == ("certificate-revoked", (0, False))


def test_any_other_operation_is_refused_in_the_place_of_its_service(simulator: Simulator) -> None:
    with FaultDesk(simulator, "other-operation") as desk:
        desk.fault(
            "refusal",
            parameters={"code": "role-not-allowed"},
            match={"test": desk.test, "operation": "/registry/v1/institutions"},
        )

        refused, right = desk.http.get("/registry/v1/institutions"), desk.http.get("/registry/v1/institutions")

        assert (refused.status_code, code_of(refused)) == (403, "role-not-allowed")
        assert right.status_code != 403 or LABEL not in right.headers
