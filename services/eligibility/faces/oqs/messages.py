"""The kinds of messages: each is read, asked of the same commands as REST, and answered in its three layers of status.

資格確認 (siquc01) is a check by identifiers, 照会番号登録 (siimm01) a registration of the institution's own number.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.callers import institution_of
from services.eligibility.checks.commands.by_identifiers import check_by_identifier
from services.eligibility.checks.rules.questions import IdentifierRequest
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.faces.entrance import CheckNeeds
from services.eligibility.faces.oqs.answers import (
    CHECKED,
    REGISTERED,
    REGISTRATION_INFO,
    SEARCH_INFO,
    Message,
    echo_of,
    method_code,
    told_of,
    whole,
)
from services.eligibility.faces.oqs.codes import Codes, MessageCode
from services.eligibility.faces.oqs.fields import Members, Table
from services.eligibility.faces.oqs.frames import Frame
from services.eligibility.faces.oqs.requests import (
    ASKED,
    HEADED,
    NUMBERED,
    Header,
    Wrong,
    read_header,
    read_question,
    read_registration,
)
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.record.commands.second_reading import read_again
from services.eligibility.references.commands import REGISTERED as REGISTERED_CODE
from services.eligibility.references.commands import Asking, KeptNumbers, MemberIdentifiers
from shared.clock import JAPAN, day_in_japan
from shared.domain.codes import CheckMethod
from shared.errors import MessageUnreadable, TooManyMisses
from shared.pki.tokens import Caller

_BODY: Final = "MessageBody"


@dataclass(frozen=True, slots=True)
class Request:
    """A message with what it takes to answer it."""

    sent: Sent
    frame: Frame
    caller: Caller
    key: str | None
    """``Idempotency-Key``."""
    now: datetime
    needs: CheckNeeds
    misses: MissBudgets
    codes: Codes


async def check(request: Request) -> bytes:
    """Answer a siquc01."""
    wrong, of_person = Wrong(), Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, has_day=True)
    info = _only(request.sent, SEARCH_INFO, wrong)
    question = read_question(info, header, request.caller, of_person)
    message = _begun(request, header, (SEARCH_INFO, echo_of(info, ASKED)), CheckMethod.INSURED_IDENTIFIER.code)
    message = replace(message, arbitrary_identifier=info.leaf("ArbitraryIdentifier"))
    if (refused := _refused(message, wrong, of_person, request.codes)) is not None or question is None:
        return _written(refused or message, CHECKED, request.frame)
    try:
        return await _checked(request, question, message)
    except TooManyMisses:
        failed = replace(message, failure=request.codes.of(TooManyMisses.code))
        return _written(failed, CHECKED, request.frame)


async def register(request: Request) -> bytes:
    """Answer a siimm01."""
    wrong, of_person = Wrong(), Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, has_day=False)
    info = _only(request.sent, REGISTRATION_INFO, wrong)
    numbered = read_registration(info, of_person)
    message = _begun(request, header, (REGISTRATION_INFO, echo_of(info, NUMBERED)), None)
    if (refused := _refused(message, wrong, of_person, request.codes)) is not None or numbered is None:
        return _written(refused or message, REGISTERED, request.frame)
    try:
        code = await _registered(request, numbered)
    except TooManyMisses:
        message = replace(message, failure=request.codes.of(TooManyMisses.code))
    else:
        is_registered = code == REGISTERED_CODE
        told = None if is_registered else request.codes.of(code)
        message = replace(message, told=told, is_processed=is_registered)
    return _written(message, REGISTERED, request.frame)


async def _registered(request: Request, numbered: tuple[str, MemberIdentifiers]) -> str:
    """Register a number, or read again what came of it under the same key; raises TooManyMisses."""
    needs, caller = request.needs, request.caller
    numbers = KeptNumbers(needs.check.world, institution_of(caller))
    asking = Asking(caller, CheckMethod.INSURED_IDENTIFIER, request.misses.single)
    taking = None
    if request.key is not None:
        taking = needs.keys.taking(
            request.key, _canonical(request.sent, REGISTRATION_INFO, NUMBERED), caller, request.now
        )

    async def act() -> str:
        _, (error,) = await numbers.register([numbered], asking, taking)
        if isinstance(error, TooManyMisses):
            raise error
        return REGISTERED_CODE if error is None else error.code

    return await act() if taking is None else await needs.keys.once(taking, act, numbers.outcome_of)


KINDS: Mapping[str, Callable[[Request], Awaitable[bytes]]] = MappingProxyType({"siquc01": check, "siimm01": register})
"""By the name between system and ``req`` in a file's name."""


def kind_of(sent: Sent) -> str:
    """Return the kind of a message that does not name it; raises MessageUnreadable."""
    body = sent.structure(_BODY)
    people, numbers = body.all(SEARCH_INFO), body.all(REGISTRATION_INFO)
    if len(people) == 1 and not numbers and people[0].all("Birthdate"):
        return "siquc01"
    if len(numbers) == 1 and not people:
        return "siimm01"
    raise MessageUnreadable(
        detail="Its body does not tell what kind of message it is: name it with the parameter type.",
        detail_ja="本文から電文の種別を判定できません。type で指定してください。",
    )


async def _checked(request: Request, question: IdentifierRequest, message: Message) -> bytes:
    def write(answer: CheckAnswer) -> bytes:
        return _written(answering(message, answer, request.codes), CHECKED, request.frame)

    async def again(first: UUID) -> bytes:
        needs = request.needs
        return (await read_again(first, request.caller, needs.check.world, needs.check.log, write)).body

    needs, caller = request.needs, request.caller
    if request.key is None:
        return write(await check_by_identifier(question, caller, needs.check))
    taking = needs.keys.taking(request.key, _canonical(request.sent, SEARCH_INFO, ASKED), caller, request.now)

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


def _only(sent: Sent, name: str, wrong: Wrong) -> Sent:
    """Return the one structure that the body must hold."""
    body = sent.structure(_BODY)
    if len(body.all(name)) != 1:
        wrong.elements[name] = "1件だけ指定してください。"
    return body.structure(name)


def _begun(request: Request, header: Header, echo: tuple[str, Members], classification: str | None) -> Message:
    return Message(
        at=request.now.astimezone(JAPAN),
        encoding=request.frame.encoding,
        institution_code=header.institution_code,
        file_identifier=header.file_identifier,
        confirmation_date=header.confirmation_date,
        classification=classification,
        echo=echo if echo[1] else None,
        edition=request.frame.edition,
    )


def _refused(message: Message, wrong: Wrong, of_person: Wrong, codes: Codes) -> Message | None:
    """Return the answer to what cannot be asked: of the message first, then of the person; None where all is well."""
    if wrong.has_my_number:
        return replace(message, failure=codes.of("message-holds-my-number"), echo=None, arbitrary_identifier=None)
    if wrong.differs and not wrong.elements:
        return replace(message, failure=codes.of("institution-differs"))
    if wrong:
        invalid = codes.of("message-invalid")
        echo = None if of_person.has_my_number else message.echo
        return replace(message, failure=MessageCode(invalid.code, wrong.words(invalid.text)), echo=echo)
    if of_person.has_my_number:
        return replace(message, told=codes.of("my-number-not-accepted"), echo=None, arbitrary_identifier=None)
    if of_person:
        invalid = codes.of("request-invalid")
        return replace(message, told=MessageCode(invalid.code, of_person.words(invalid.text)))
    return None


def _written(message: Message, body: Table[Message], frame: Frame) -> bytes:
    return frame.write(whole(message, body))


def _canonical(sent: Sent, name: str, names: Sequence[str]) -> bytes:
    """Return what was asked in one form: order, blanks between elements and unknown ones do not count."""
    header, info = sent.structure("MessageHeader"), sent.structure(_BODY).structure(name)
    asked = [*echo_of(header, HEADED), *echo_of(info, names)]
    return msgspec.json.encode([(name, str(text)) for name, text in asked])
