"""What all kinds of messages have in common: a request with what it takes, how its answer begins, how it is refused."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from services.eligibility.bulk.store import Receptions
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.faces.entrance import CheckNeeds
from services.eligibility.faces.oqs.answers import Message, echo_of, whole
from services.eligibility.faces.oqs.codes import Codes, MessageCode
from services.eligibility.faces.oqs.fields import Members, Table
from services.eligibility.faces.oqs.frames import Frame
from services.eligibility.faces.oqs.requests import HEADED, Header, Wrong
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.references.store import NumberReceptions
from shared.clock import JAPAN
from shared.pki.tokens import Caller

BODY: Final = "MessageBody"
Answer = bytes | AsyncIterator[bytes]
"""A message as it leaves: whole, or piece by piece."""


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
    receptions: Receptions
    numbers: NumberReceptions
    codes: Codes


def only(sent: Sent, name: str, wrong: Wrong) -> Sent:
    """Return the one structure that the body must hold."""
    body = sent.structure(BODY)
    if len(body.all(name)) != 1:
        wrong.elements[name] = "1件だけ指定してください。"
    return body.structure(name)


def begun(request: Request, header: Header, echo: tuple[str, Members] | None, classification: str | None) -> Message:
    """Return an answer of which nothing is told yet."""
    return Message(
        at=request.now.astimezone(JAPAN),
        encoding=request.frame.encoding,
        institution_code=header.institution_code,
        file_identifier=header.file_identifier,
        confirmation_date=header.confirmation_date,
        classification=classification,
        echo=echo if echo is not None and echo[1] else None,
        edition=request.frame.edition,
    )


def refused(message: Message, wrong: Wrong, of_person: Wrong, codes: Codes) -> Message | None:
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


def written(message: Message, body: Table[Message], frame: Frame) -> bytes:
    """Return the whole message as it leaves."""
    return frame.write(whole(message, body))


def canonical(sent: Sent, name: str, names: Sequence[str]) -> bytes:
    """Return what was asked in one form: order, blanks between elements and unknown ones do not count."""
    asked = [echo_of(sent.structure("MessageHeader"), HEADED)]
    asked += [echo_of(info, names) for info in sent.structure(BODY).all(name)]
    return msgspec.json.encode([[(name, str(text)) for name, text in each] for each in asked])
