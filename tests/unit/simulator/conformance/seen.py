"""Observations as literals: what a worker saw of a client that does everything right, but for what a test names."""

from typing import Any

from simulator.conformance.observation import Observation
from simulator.conformance.past import Past
from simulator.conformance.rule_base import BY_ID

AT = 1_795_132_800.0
"""2026-11-20 09:00 in Japan, by the world's clock; the machine's is another."""
ALICE, BOB = "a" * 32, "b" * 32


def seen(after_s: float = 0.0, **members: Any) -> Observation:
    """Return a request so many seconds after the first, answered after 10 ms."""
    request: dict[str, Any] = {
        "world": "default",
        "generation": 1,
        "client": "clinic",
        "request_id": f"at-{after_s:g}",
        "at": AT + after_s,
        "began": 1000.0 + after_s,
        "ended": 1000.01 + after_s,
        "service": "eligibility",
        "operation": "check_eligibility",
        "status": 200,
        "place": "checks",
    }
    return Observation(**{**request, **members})


def by_card(after_s: float = 0.0, **members: Any) -> Observation:
    """Return an answered check by card of Alice."""
    check = {"code": "valid", "method": "my_number_card", "purpose": "CARE_VISIT", "person": ALICE, "has_proof": True}
    return seen(after_s, **{**check, "body": f"proof-{after_s:g}", **members})


def by_number(after_s: float = 0.0, **members: Any) -> Observation:
    """Return an answered check by numbers of Alice."""
    check = {"code": "valid", "method": "insured_identifier", "purpose": "CARE_VISIT", "person": ALICE}
    return seen(after_s, **{**check, "body": "numbers-of-alice", **members})


def refused(code: str, status: int = 422, after_s: float = 0.0, **members: Any) -> Observation:
    """Return a refused check."""
    return seen(after_s, **{"code": code, "status": status, **members})


def invalid(pointer: str, code: str, after_s: float = 0.0, **members: Any) -> Observation:
    """Return a check that was refused for one violation."""
    return refused("request-invalid", after_s=after_s, violations=((pointer, code),), **members)


def judged(rule_id: str, *requests: Observation) -> list[tuple[bool, str]]:
    """Return what a rule says of the requests of a client, one after the other, and which request it names."""
    past, said = Past(), []
    for request in requests:
        if (found := BY_ID[rule_id].judge(request, past)) is not None:
            said.append((found.is_kept, found.request_id))
        past.remember(request)
    return said
