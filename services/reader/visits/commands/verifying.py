"""The holder verified: by PIN, face, the staff's eyes or the phone itself."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import httpx

from onshi.problems import OnshiProblem
from services.reader.calls.cards import read_card, verify_holder
from services.reader.passcodes.store import give_back, use
from services.reader.visits.commands.desk import Desk, Mistake
from services.reader.visits.rules.steps import Step
from services.reader.visits.rules.visit import Visit

_PIN: Final = re.compile("[0-9]{4}")
_PASSCODE: Final = re.compile("[0-9]{6}")


class PinRefused(Exception):
    """The PIN is wrong; ``tries_left`` is 0 where the card is blocked now."""

    def __init__(self, tries_left: int) -> None:
        super().__init__("the PIN is wrong")
        self.tries_left = tries_left


def read_pin(texts: tuple[str, ...]) -> str:
    """Return four digits as they were typed; raises Mistake, and then no try counts."""
    if len(texts) != 1 or not _PIN.fullmatch(texts[0]):
        raise Mistake("pin_form")
    return texts[0]


async def by_pin(desk: Desk, visit: Visit, card_id: UUID, pin: str) -> Visit:
    """Return the visit with the card's word; raises PinRefused, Mistake."""
    try:
        return await _verified(desk, visit, {"pin": pin})
    except OnshiProblem as problem:
        if problem.code not in ("pin-wrong", "pin-blocked"):
            raise Mistake("no_line") from problem
    try:
        card = await read_card(desk.calls, card_id)
    except (OnshiProblem, httpx.HTTPError) as lost:
        raise Mistake("pin_wrong") from lost
    raise PinRefused(0 if card.is_pin_blocked else card.pin_tries_left)


async def by_face(desk: Desk, visit: Visit, *, is_holder: bool) -> Visit:
    """Return the visit with the card's word; raises Mistake: no match, blocked, no line."""
    try:
        return await _verified(desk, visit, {"face": is_holder})
    except OnshiProblem as problem:
        named = {"face-mismatch": "face_mismatch", "face-blocked": "face_blocked"}
        raise Mistake(named.get(problem.code, "no_line")) from problem


async def by_staff(desk: Desk, visit: Visit, passcodes: tuple[str, ...]) -> Visit:
    """Return the visit with the card's word, and use the staff's passcode up; raises Mistake."""
    institution = desk.reader.institution_code
    if len(passcodes) != 1 or not _PASSCODE.fullmatch(passcodes[0]):
        raise Mistake("passcode_wrong")
    if not await use(desk.world, institution, passcodes[0]):
        raise Mistake("passcode_wrong")
    try:
        return await _verified(desk, visit, {"visual": True})
    except (OnshiProblem, Mistake) as failed:
        await give_back(desk.world, institution, passcodes[0])
        raise Mistake("no_line") from failed


async def by_phone(desk: Desk, visit: Visit) -> Visit:
    """Return the visit with the iPhone's word, whose holder it has looked at itself; raises Mistake."""
    try:
        return await _verified(desk, visit, {"device_biometric": True})
    except OnshiProblem as problem:
        raise Mistake("no_line") from problem


async def _verified(desk: Desk, visit: Visit, way: Mapping[str, Any]) -> Visit:
    card_id = visit.card_id
    assert card_id is not None  # noqa: S101 - the step is shown once there is a card
    try:
        verification = await verify_holder(desk.calls, card_id, way)
    except httpx.HTTPError as lost:
        # Whether it arrived nobody knows; a right PIN gives back all tries.
        raise Mistake("no_line") from lost
    return replace(visit, verification=verification, sealed_pin=None, sealed_until=None)


def step_after_refused_pin(refused: PinRefused) -> tuple[Step, str]:
    """Return where a wrong PIN leads, and the alert."""
    if refused.tries_left == 0:
        return Step.BLOCKED, "pin_blocked"
    return Step.PIN, f"pin_left_{refused.tries_left}"
