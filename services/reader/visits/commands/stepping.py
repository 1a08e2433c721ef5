"""What each press leads to, by the step that it belongs to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.reader.visits.commands.asking import go_on, register
from services.reader.visits.commands.desk import Browser, Desk, Mistake
from services.reader.visits.commands.placing import read_placed
from services.reader.visits.commands.verifying import (
    PinRefused,
    by_face,
    by_phone,
    by_pin,
    by_staff,
    read_pin,
    step_after_refused_pin,
)
from services.reader.visits.rules.outcomes import DECLINED
from services.reader.visits.rules.sealing import open_pin, seal_pin
from services.reader.visits.rules.steps import (
    SEALED_PIN_LIFETIME,
    Event,
    Step,
    Task,
    after_consents,
    after_verification,
    kinds_asked,
)
from services.reader.visits.rules.visit import Visit
from shared.clock import day_in_japan

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stepped:
    """Where the visit has come to, and what the screen tells beside it."""

    visit: Visit
    alert: str | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """A press that fits its screen; the visit is claimed for it."""

    desk: Desk
    browser: Browser
    visit: Visit
    event: Event
    fields: Fields = field(repr=False)

    def shows(self, step: Step) -> Stepped:
        """Return that another screen is shown, and nothing else."""
        return Stepped(self.visit.at(step, self.desk.now))


async def step_on(pressing: Pressing) -> Stepped:
    """Return where a press leads; raises Mistake where the screen stays, VerificationOver."""
    shown = _SHOWN.get(pressing.event)
    return await _ACTS[pressing.event](pressing) if shown is None else pressing.shows(shown)


_SHOWN: Mapping[Event, Step] = {
    Event.CHOOSE_FACE: Step.FACE,
    Event.CHOOSE_VISUAL: Step.VISUAL,
    Event.OTHER_WAY: Step.METHOD,
    Event.AGREE_SINGLY: Step.SINGLY,
}


async def _choose_pin(pressing: Pressing) -> Stepped:
    card = await read_placed(pressing.desk, (str(pressing.visit.card_id),))
    return pressing.shows(Step.BLOCKED if card.is_pin_blocked else Step.PIN)


async def _choose_iphone(pressing: Pressing) -> Stepped:
    visit = replace(pressing.visit, carrier="iphone", has_pin=False)
    return Stepped(visit.at(Step.HOLD, pressing.desk.now))


async def _choose_android(pressing: Pressing) -> Stepped:
    visit = replace(pressing.visit, carrier="android", has_pin=True)
    return Stepped(visit.at(Step.PIN, pressing.desk.now))


async def _enter_pin(pressing: Pressing) -> Stepped:
    pin = read_pin(pressing.fields.get("pin", ()))
    visit, desk = pressing.visit, pressing.desk
    if visit.card_id is not None:
        return await _by_pin(desk, visit, visit.card_id, pin)
    # An Android phone: its digits are typed here, and the phone is held afterwards.
    sealed = seal_pin(pin, pressing.browser.cookie, visit.visit_id, desk.world.random_bytes)
    until = desk.now + SEALED_PIN_LIFETIME
    return Stepped(replace(visit, sealed_pin=sealed, sealed_until=until).at(Step.HOLD, desk.now))


async def _show_face(pressing: Pressing) -> Stepped:
    is_holder = pressing.event is Event.SHOW_HOLDER
    return await _verified(pressing.desk, await by_face(pressing.desk, pressing.visit, is_holder=is_holder))


async def _confirm_visual(pressing: Pressing) -> Stepped:
    passcodes = pressing.fields.get("passcode", ())
    return await _verified(pressing.desk, await by_staff(pressing.desk, pressing.visit, passcodes))


async def _hold(pressing: Pressing) -> Stepped:
    desk, visit = pressing.desk, pressing.visit
    card = await read_placed(desk, pressing.fields.get("card", ()))
    if card.carrier != visit.carrier:
        raise Mistake("hold_card" if card.carrier == "card" else "hold_other_phone")
    held = replace(visit, card_id=card.card_id, not_before=card.not_before, not_after=card.not_after)
    if visit.carrier == "iphone":
        return await _verified(desk, await by_phone(desk, held))
    pin = None
    if visit.sealed_pin is not None and visit.sealed_until is not None and desk.now < visit.sealed_until:
        pin = open_pin(visit.sealed_pin, pressing.browser.cookie, visit.visit_id)
    if pin is None:
        return Stepped(replace(visit, sealed_pin=None, sealed_until=None).at(Step.PIN, desk.now), "pin_again")
    return await _by_pin(desk, held, card.card_id, pin)


async def _register(pressing: Pressing) -> Stepped:
    return Stepped(await register(pressing.desk, pressing.visit))


async def _decline(pressing: Pressing) -> Stepped:
    return Stepped(pressing.visit.ended(DECLINED, pressing.desk.now))


async def _agree(pressing: Pressing) -> Stepped:
    desk = pressing.desk
    asked = kinds_asked(day_in_japan(desk.now))
    named = set(asked) if pressing.event is Event.AGREE_ALL else set(pressing.fields.get("kinds", ()))
    if not named <= set(asked):
        raise Mistake("kinds_unknown")
    chosen = () if pressing.event is Event.AGREE_NONE else tuple(kind.value for kind in asked if kind in named)
    agreed = replace(pressing.visit, consents=chosen)
    return Stepped(await go_on(desk, agreed, after_consents(asks_form=desk.reader.issues_prescriptions)))


async def _choose_form(pressing: Pressing) -> Stepped:
    chosen = replace(pressing.visit, prescription_form=pressing.event.value)
    return Stepped(await go_on(pressing.desk, chosen, Task.CHECK))


async def _retry(pressing: Pressing) -> Stepped:
    outcome = pressing.visit.outcome
    again = Task.CHECK if outcome is None else outcome.again
    return Stepped(await go_on(pressing.desk, replace(pressing.visit, outcome=None), again))


async def _by_pin(desk: Desk, visit: Visit, card_id: UUID, pin: str) -> Stepped:
    try:
        return await _verified(desk, await by_pin(desk, visit, card_id, pin))
    except PinRefused as refused:
        step, alert = step_after_refused_pin(refused)
        # A phone is put away again, and held anew after its digits.
        back = replace(visit, card_id=None) if visit.carrier == "android" else visit
        return Stepped(replace(back, sealed_pin=None, sealed_until=None).at(step, desk.now), alert)


async def _verified(desk: Desk, visit: Visit) -> Stepped:
    following = after_verification(visit.card_at(desk.now), asks_form=desk.reader.issues_prescriptions)
    return Stepped(await go_on(desk, visit, following))


_ACTS: Mapping[Event, Callable[[Pressing], Awaitable[Stepped]]] = {
    Event.CHOOSE_PIN: _choose_pin,
    Event.CHOOSE_IPHONE: _choose_iphone,
    Event.CHOOSE_ANDROID: _choose_android,
    Event.ENTER_PIN: _enter_pin,
    Event.SHOW_HOLDER: _show_face,
    Event.SHOW_ANOTHER: _show_face,
    Event.CONFIRM_VISUAL: _confirm_visual,
    Event.HOLD: _hold,
    Event.REGISTER: _register,
    Event.DECLINE: _decline,
    Event.AGREE_ALL: _agree,
    Event.AGREE_NONE: _agree,
    Event.DECIDE: _agree,
    Event.ELECTRONIC: _choose_form,
    Event.PAPER: _choose_form,
    Event.RETRY: _retry,
}
"""Every event that a step takes, but for those that only show another screen, and those that begin or end a visit."""
