"""資格確認 (siquc01): a check by identifiers."""

from uuid import UUID

from msgspec.structs import replace

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.by_identifiers import check_by_identifier
from services.eligibility.checks.rules.questions import IdentifierRequest
from services.eligibility.faces.oqs.answers import CHECKED, SEARCH_INFO, Message, echo_of, method_code, told_of
from services.eligibility.faces.oqs.codes import Codes
from services.eligibility.faces.oqs.kinds.asking import Request, begun, canonical, failed, only, refused, written
from services.eligibility.faces.oqs.requests import ASKED, PAST, Wrong, read_header, read_question
from services.eligibility.record.commands.second_reading import read_again
from shared.clock import day_in_japan
from shared.domain.codes import CheckMethod
from shared.errors import TooManyMisses


async def check(request: Request) -> bytes:
    """Answer a siquc01."""
    wrong, of_person = Wrong(), Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, PAST)
    info = only(request.sent, SEARCH_INFO, wrong)
    question = read_question(info, header, request.caller, of_person)
    echo, identifier = echo_of(info, ASKED), info.leaf("ArbitraryIdentifier")
    message = begun(request, header, (SEARCH_INFO, echo), CheckMethod.INSURED_IDENTIFIER.code, identifier)
    refusal = refused(message, wrong, of_person, request.codes)
    if refusal is not None or question is None:
        return written(refusal or message, CHECKED, request.frame)
    try:
        return await _checked(request, question, message)
    except TooManyMisses:
        return written(failed(message, TooManyMisses.code, request.codes), CHECKED, request.frame)


async def _checked(request: Request, question: IdentifierRequest, message: Message) -> bytes:
    def write(answer: CheckAnswer) -> bytes:
        return written(answering(message, answer, request.codes), CHECKED, request.frame)

    async def again(first: UUID) -> bytes:
        needs = request.needs
        return (await read_again(first, request.caller, needs.check.world, needs.check.log, write)).body

    needs, caller = request.needs, request.caller
    if request.key is None:
        return write(await check_by_identifier(question, caller, needs.check))
    taking = needs.keys.taking(request.key, canonical(request.sent, SEARCH_INFO, ASKED), caller, request.now)

    async def act() -> bytes:
        return write(await check_by_identifier(question, caller, needs.check, taking))

    return await needs.keys.once(taking, act, again)


def answering(message: Message, answer: CheckAnswer, codes: Codes) -> Message:
    """Return the message that carries the answer to a check."""
    is_refused = answer.refusal is not None
    return replace(
        message,
        at=answer.checked_at,
        classification=method_code(answer.method),
        # A refused purpose echoes nothing of whom it was about.
        echo=None if is_refused else message.echo,
        told=told_of(answer, codes),
        is_processed=not is_refused,
        answer=answer,
    )
