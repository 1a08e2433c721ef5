"""A press of a button: whether the screen that it comes from is still true, and what follows. One press counts once."""

import secrets
from dataclasses import dataclass, field, replace

from services.reader.calls.cards import VerificationOver
from services.reader.visits.commands.desk import Browser, Desk, Mistake
from services.reader.visits.commands.placing import read_placed
from services.reader.visits.commands.stepping import Fields, Pressing, step_on
from services.reader.visits.rules.steps import STEP_LIFETIME, Event, Step, takes
from services.reader.visits.rules.visit import Visit
from services.reader.visits.store.over import REMOVING
from services.reader.visits.store.visits import begin_visit, claim, find_visit, keep_visit, remove_visit
from shared.ids import new_id

_COOKIE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Press:
    """A button, and what was filled in beside it."""

    event: Event | None
    turn: int | None
    fields: Fields = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of it: an alert by its key, and the cookie of a visit that began; empty: the visit has ended."""

    alert: str | None = None
    cookie: str | None = field(default=None, repr=False)


async def current_visit(desk: Desk, browser: Browser | None) -> Visit | None:
    """Return the visit of a browser; one that is over is forgotten."""
    if browser is None:
        return None
    visit = await find_visit(desk.world, desk.reader.client_id, browser.digest)
    if visit is not None and visit.is_over(desk.now):
        await remove_visit(desk.world, desk.reader.client_id, browser.digest)
        return None
    return visit


async def press(desk: Desk, browser: Browser | None, pressed: Press) -> Pressed:
    """Do what a press asks for."""
    if pressed.event in (Event.PLACE, Event.USE_PHONE):
        return await _begin(desk, browser, pressed)
    visit = await current_visit(desk, browser)
    if pressed.event is Event.TAKE_OUT and browser is not None:
        await remove_visit(desk.world, desk.reader.client_id, browser.digest)
        return Pressed(cookie="")
    if visit is None or browser is None:
        return Pressed("over", "")
    return await _step(desk, browser, visit, pressed)


async def _step(desk: Desk, browser: Browser, visit: Visit, pressed: Press) -> Pressed:
    event = pressed.event
    is_true = event is not None and pressed.turn == visit.turn and takes(visit.step, event, visit.card_at(desk.now))
    if event is None or not is_true or not await claim(desk.world, visit):
        return Pressed("stale")
    claimed = replace(visit, turn=visit.turn + 1)
    try:
        stepped = await step_on(Pressing(desk, browser, claimed, event, pressed.fields))
    except Mistake as mistake:
        return Pressed(mistake.alert)
    except VerificationOver:
        await remove_visit(desk.world, desk.reader.client_id, browser.digest)
        return Pressed("over", "")
    await keep_visit(desk.world, stepped.visit)
    return Pressed(stepped.alert)


async def _begin(desk: Desk, browser: Browser | None, pressed: Press) -> Pressed:
    """Begin a visit; the card that lay there before is taken out."""
    now = desk.now
    visit_id = new_id(now, desk.world.random_bytes)
    visit = Visit(visit_id, desk.reader.client_id, 1, Step.PHONE, now + STEP_LIFETIME)
    if pressed.event is Event.PLACE:
        try:
            card = await read_placed(desk, pressed.fields.get("card", ()))
        except Mistake as mistake:
            return Pressed(mistake.alert)
        if card.carrier != "card":
            return Pressed("card_is_phone")
        visit = replace(
            visit,
            step=Step.METHOD,
            card_id=card.card_id,
            carrier=card.carrier,
            has_pin=card.has_pin,
            not_before=card.not_before,
            not_after=card.not_after,
        )
    if browser is not None:
        await remove_visit(desk.world, desk.reader.client_id, browser.digest)
    cookie = secrets.token_urlsafe(_COOKIE_BYTES)
    await begin_visit(desk.world, Browser(cookie).digest, visit)
    desk.world.background.need(REMOVING)
    return Pressed(cookie=cookie)
