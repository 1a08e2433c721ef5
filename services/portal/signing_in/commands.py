"""Card and PIN become a session of the patient: verification, challenge, proof, session.

The PIN goes to the card and is kept nowhere: what follows rests on the card's word that its holder was verified.
"""

from dataclasses import dataclass

from starlette.types import Scope

from onshi.problems import OnshiProblem
from services.portal.session.portal import Portal
from services.portal.signing_in.rules import CARD_NOT_REGISTERED, alert_for, alert_for_wrong_pin

_PURPOSE = "CARE_VISIT"
"""A proof names one; the portal asks for none."""
_BY_BIOMETRICS = "iphone"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session, as the consent service opened it."""

    token: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """The card is good and no insurance card yet."""

    card_id: str
    verification: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work; ``alert`` says why, without ``alert_``."""

    alert: str


async def sign_in(portal: Portal, scope: Scope, card_id: str, pin: str | None) -> Opened | NotRegistered | Failed:
    """Sign in with a card; ``pin`` is None where none was typed. Raises Unavailable."""
    try:
        card = (await portal.ask(scope, "jpki", "GET", f"/v1/cards/{card_id}")).json()
    except OnshiProblem as problem:
        return Failed(alert_for(problem.code))
    way: dict[str, str | bool]
    if card["carrier"] == _BY_BIOMETRICS:
        way = {"device_biometric": True}
    elif not card["has_pin"]:
        return Failed("card_without_pin")
    elif pin is None:
        return Failed("pin_form")
    else:
        way = {"pin": pin}
    try:
        verified = await portal.ask(scope, "jpki", "POST", f"/v1/cards/{card_id}/verifications", json=way)
    except OnshiProblem as problem:
        if problem.code != "pin-wrong":
            return Failed(alert_for(problem.code))
        card = (await portal.ask(scope, "jpki", "GET", f"/v1/cards/{card_id}")).json()
        return Failed(alert_for_wrong_pin(card["pin_tries_left"]))
    return await open_session(portal, scope, card_id, verified.json()["verification"])


async def open_session(
    portal: Portal, scope: Scope, card_id: str, verification: str
) -> Opened | NotRegistered | Failed:
    """Open a session for the verified holder of a card; raises Unavailable."""
    try:
        challenge = (await portal.ask(scope, "consent", "POST", "/v1/me/challenges")).json()
        proof = await prove(
            portal, scope, card_id, verification, "onshi-portal", challenge["nonce"], challenge["institution"]
        )
        opened = await portal.ask(scope, "consent", "POST", "/v1/me/sessions", json={"presence_proof": proof})
    except OnshiProblem as problem:
        if problem.code == CARD_NOT_REGISTERED:
            return NotRegistered(card_id, verification)
        return Failed(alert_for(problem.code))
    session = opened.json()
    return Opened(session["access_token"], session["expires_in"])


async def prove(
    portal: Portal, scope: Scope, card_id: str, verification: str, audience: str, nonce: str, institution: str
) -> str:
    """Return the presence proof that the card signs; raises OnshiProblem, Unavailable."""
    signed = await portal.ask(
        scope,
        "jpki",
        "POST",
        f"/v1/cards/{card_id}/presence-proofs",
        json={
            "verification": verification,
            "aud": audience,
            "nonce": nonce,
            "institution": institution,
            "purpose": _PURPOSE,
        },
    )
    proof: str = signed.json()["presence_proof"]
    return proof
