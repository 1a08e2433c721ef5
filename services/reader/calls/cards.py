"""The card in the hand, asked at the simulated J-LIS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from onshi.exchange import ToSign
from onshi.problems import OnshiProblem
from onshi.reading import members_of, text_of
from shared.web.service_calls import ServiceCalls

_OVER: Final = "/verification"


class VerificationOver(Exception):
    """The card's word for its holder is older than five minutes: the visit starts over."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """What can be read of a card or phone without its holder."""

    card_id: UUID
    carrier: str
    has_pin: bool
    is_pin_blocked: bool
    pin_tries_left: int
    not_before: datetime
    not_after: datetime


async def read_card(calls: ServiceCalls, card_id: UUID) -> ReadCard:
    """Return the card; raises OnshiProblem (`resource-not-found`), httpx.HTTPError."""
    answer = await calls.call("jpki", "GET", f"/v1/cards/{card_id}")
    members = members_of(answer)
    return ReadCard(
        card_id,
        members["carrier"],
        members["has_pin"],
        members["pin_state"] == "blocked",
        members["pin_tries_left"],
        datetime.fromisoformat(members["not_before"]),
        datetime.fromisoformat(members["not_after"]),
    )


async def verify_holder(calls: ServiceCalls, card_id: UUID, way: Mapping[str, Any]) -> str:
    """Return the card's word that its holder was verified; ``way`` is a body of `verifications`.

    Sent once: a wrong PIN counts. Raises OnshiProblem (`pin-wrong`, `pin-blocked`, `face-mismatch`, …),
    httpx.HTTPError.
    """
    return text_of(
        await calls.call("jpki", "POST", f"/v1/cards/{card_id}/verifications", json=dict(way)), "verification"
    )


async def sign(
    calls: ServiceCalls, card_id: UUID, verification: str, asked: ToSign, audience: str = "onshi-eligibility"
) -> str:
    """Have the card sign; raises VerificationOver, OnshiProblem, httpx.HTTPError."""
    body: dict[str, Any] = {
        "verification": verification,
        "nonce": asked.nonce,
        "institution": asked.institution,
        "purpose": asked.purpose,
        "consents": list(asked.consents),
        "prescription_form": asked.prescription_form,
        "aud": audience,
    }
    try:
        answer = await calls.call("jpki", "POST", f"/v1/cards/{card_id}/presence-proofs", json=body)
    except OnshiProblem as problem:
        if any(entry.pointer == _OVER for entry in problem.errors):
            raise VerificationOver from problem
        raise
    return text_of(answer, "presence_proof")
