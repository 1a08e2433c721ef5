"""照会番号一括登録 (muimm01, muimm02): many numbers registered at once, and what came of each, for a week."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from services.eligibility.callers import institution_of
from services.eligibility.faces.oqs.answers import REGISTRATION_INFO, Counted, echo_of
from services.eligibility.faces.oqs.codes import Codes
from services.eligibility.faces.oqs.fields import Members
from services.eligibility.faces.oqs.fields import written as fields_of
from services.eligibility.faces.oqs.kept import as_kept, kept_of
from services.eligibility.faces.oqs.kinds.asking import BODY, Answer, Request, begun, canonical, refused
from services.eligibility.faces.oqs.kinds.many import (
    AT_ONCE,
    asked_number,
    handed_in,
    headed,
    in_pieces,
    not_found,
    short,
    still_processing,
    told_of_wrong,
    why_wrong,
    within_bounds,
)
from services.eligibility.faces.oqs.requests import HEADED, NUMBERED, Header, Wrong, read_header, read_registration
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.faces.oqs.units import NUMBERED_UNIT, REGISTRATION_UNIT, Unit
from services.eligibility.references.commands.numbers import Asking, KeptNumbers
from services.eligibility.references.commands.together import AskedNumber, register_together
from services.eligibility.references.store import HandedIn, NumberOutcome, NumberReception
from shared.clock import day_in_japan
from shared.domain.codes import CheckMethod
from shared.errors import ResourceNotFound


async def hand_in_numbers(request: Request) -> Answer:
    """Answer a muimm01: the reception number. The numbers are registered when it leaves."""
    wrong = Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, None)
    numbers = within_bounds(request.sent.structure(BODY).all(REGISTRATION_INFO), REGISTRATION_INFO, wrong)
    message = begun(request, header, None, None)
    failed = refused(message, wrong, Wrong(), request.codes)
    if failed is not None:
        return short(failed, request.frame)
    return await handed_in(request, message, _registered(request, header, _read(numbers, request.codes)))


async def look_at_numbers(request: Request) -> Answer:
    """Answer a muimm02: what came of each number."""
    message, number = asked_number(request)
    if number is None:
        return short(message, request.frame)
    try:
        reception = await request.numbers.named(number, institution_of(request.caller))
    except ResourceNotFound:
        return short(not_found(message, request.codes), request.frame)
    progress = request.receptions.progress
    is_shown = await progress.is_shown(number, reception.client_reference)
    counted = Counted(str(number), reception.total - reception.failed, reception.failed, not is_shown)
    message = headed(message, reception.sent, reception.client_reference, counted)
    if not is_shown:
        return still_processing(message, request.frame)
    return in_pieces(message, request.frame, NUMBERED_UNIT, reception.total, partial(_units, request, number))


async def _registered(request: Request, header: Header, asked: Sequence[AskedNumber]) -> NumberReception:
    caller, world, keys = request.caller, request.needs.check.world, request.needs.keys
    institution = institution_of(caller)
    told = HandedIn(
        institution, header.client_reference, as_kept(echo_of(request.sent.structure("MessageHeader"), HEADED))
    )
    asking = Asking(caller, CheckMethod.BULK, request.misses.bulk)
    register = partial(register_together, asked, KeptNumbers(world, institution), asking)
    if request.key is None:
        return await register(told, request.numbers)
    written = b"muimm01" + canonical(request.sent, REGISTRATION_INFO, NUMBERED)
    taking = keys.taking(request.key, written, caller, request.now)
    return await keys.once(
        taking,
        lambda: register(replace(told, key=taking), request.numbers),
        lambda first: request.numbers.named(first, institution),
    )


def _read(numbers: Sequence[Sent], codes: Codes) -> list[AskedNumber]:
    asked = []
    for info in numbers:
        wrong = Wrong()
        registration = read_registration(info, wrong)
        error, words = why_wrong(wrong, codes)
        echo = [] if wrong.has_my_number else echo_of(info, NUMBERED)
        number, named = registration or (None, None)
        asked.append(AskedNumber(number, named, error, as_kept(echo, words)))
    return asked


async def _units(request: Request, number: UUID, after: int) -> list[Members]:
    outcomes = await request.numbers.items(number, after, AT_ONCE)
    return [fields_of(REGISTRATION_UNIT, _unit(each, request.codes)) for each in outcomes]


def _unit(outcome: NumberOutcome, codes: Codes) -> Unit:
    kept = kept_of(outcome.sent)
    told = None if outcome.error is None else told_of_wrong(outcome.error, kept, codes)
    return Unit(kept.echo, told, is_processed=outcome.error is None)
