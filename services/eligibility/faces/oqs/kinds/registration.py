"""照会番号登録 (siimm01): the institution's own number for a person."""

from datetime import datetime

from msgspec.structs import replace

from services.eligibility.callers import institution_of
from services.eligibility.faces.oqs.answers import REGISTERED, REGISTRATION_INFO, echo_of
from services.eligibility.faces.oqs.kinds.asking import (
    Request,
    begun,
    canonical,
    failed,
    not_processed,
    only,
    refused,
    written,
)
from services.eligibility.faces.oqs.requests import NUMBERED, Wrong, read_header, read_registration
from services.eligibility.references.commands.numbers import REGISTERED as REGISTERED_CODE
from services.eligibility.references.commands.numbers import Asking, KeptNumbers, under
from shared.clock import JAPAN, day_in_japan
from shared.domain.codes import CheckMethod
from shared.domain.insured import MemberIdentifiers
from shared.errors import TooManyMisses


async def register(request: Request) -> bytes:
    """Answer a siimm01."""
    wrong, of_person = Wrong(), Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, None)
    info = only(request.sent, REGISTRATION_INFO, wrong)
    numbered = read_registration(info, of_person)
    message = begun(request, header, (REGISTRATION_INFO, echo_of(info, NUMBERED)), None)
    refusal = refused(message, wrong, of_person, request.codes)
    if refusal is not None or numbered is None:
        return written(refusal or message, REGISTERED, request.frame)
    try:
        at, code = await _registered(request, numbered)
    except TooManyMisses:
        message = failed(message, TooManyMisses.code, request.codes)
    else:
        message = replace(message, at=at.astimezone(JAPAN))
        is_registered = code == REGISTERED_CODE
        message = replace(message, is_processed=True) if is_registered else not_processed(message, code, request.codes)
    return written(message, REGISTERED, request.frame)


async def _registered(request: Request, numbered: tuple[str, MemberIdentifiers]) -> tuple[datetime, str]:
    """Register a number, or read again what came of it under the same key, and when; raises TooManyMisses."""
    needs, caller = request.needs, request.caller
    numbers = KeptNumbers(needs.check.world, institution_of(caller))
    asking = Asking(caller, CheckMethod.INSURED_IDENTIFIER, request.misses.single)
    taking = None
    if request.key is not None:
        taking = needs.keys.taking(
            request.key, canonical(request.sent, REGISTRATION_INFO, NUMBERED), caller, request.now
        )

    async def act() -> tuple[datetime, str]:
        at, (error,) = await numbers.register([numbered], asking, None if taking is None else under(taking))
        if isinstance(error, TooManyMisses):
            raise error
        return at, REGISTERED_CODE if error is None else error.code

    return await act() if taking is None else await needs.keys.once(taking, act, numbers.outcome_of)
