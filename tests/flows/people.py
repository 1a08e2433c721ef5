"""Whom the flows ask about, as the controls name them."""

from typing import Any

import httpx

from onshi.client import Clinic
from onshi.problems import OnshiProblem
from onshi.signer import VirtualCard
from tests.flows.program import WITHIN_S
from tests.worlds import PLAIN


def persona(control_url: str, persona_id: str) -> dict[str, Any]:
    """Read one persona."""
    document: dict[str, Any] = _read(f"{control_url}/personas/{persona_id}")
    return document


def credential(control_url: str, client_id: str) -> dict[str, Any]:
    """Read one client."""
    items = _read(f"{control_url}/credentials")["items"]
    found: dict[str, Any] = next(item for item in items if item["client_id"] == client_id)
    return found


def clinic_of(base_url: str, control_url: str, client_id: str = "clinic") -> Clinic:
    """Return a client of the simulator."""
    return Clinic(base_url, client_id, credential(control_url, client_id)["client_secret"])


def card_of(base_url: str, who: dict[str, Any]) -> VirtualCard:
    """Return the card of a persona."""
    way = who["ask"]["card"]["holder_verification"]
    return VirtualCard(base_url, who["card"]["card_id"], who["card"]["pin"], holder_verification=way)


def ask_by_card_at(base_url: str, control_url: str, who: dict[str, Any]) -> dict[str, Any]:
    """Ask about a persona by card as it says itself, and return the answer, or the refusal's code."""
    ask = who["ask"]["card"]
    with clinic_of(base_url, control_url, ask["client_id"]) as clinic, card_of(base_url, who) as card:
        try:
            answer = clinic.check_card(
                card, purpose=ask["purpose"], consents=ask["consents"], prescription_form=ask["prescription_form"]
            )
        except OnshiProblem as problem:
            return {"refusal": problem.code}
    return dict(answer.document)


def _read(url: str) -> Any:
    return httpx.get(url, verify=PLAIN, timeout=WITHIN_S).raise_for_status().json()
