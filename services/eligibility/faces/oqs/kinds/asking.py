"""What all kinds of messages have in common: a request with what it takes, how its answer begins, how it is refused."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from services.eligibility.bulk.store import Receptions
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.faces.entrance import CheckNeeds
from services.eligibility.faces.oqs.answers import Message, echo_of, whole
from services.eligibility.faces.oqs.codes import Codes, MessageCode
from services.eligibility.faces.oqs.fields import Members, Table, Text
from services.eligibility.faces.oqs.frames import Frame
from services.eligibility.faces.oqs.requests import HEADED, Header, Wrong
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.references.store import NumberReceptions
from shared.clock import JAPAN
from shared.pki.tokens import Caller
from shared.worlds.journal import note_refused_message, note_wrong_elements

BODY: Final = "MessageBody"
Answer = bytes | AsyncIterator[bytes]
"""A message as it leaves: whole, or piece by piece."""


class Request(msgspec.Struct, frozen=True):
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


def begun(
    request: Request,
    header: Header,
    echo: tuple[str, Members] | None,
    classification: str | None,
    arbitrary_identifier: Text | None = None,
) -> Message:
    """Return an answer of which nothing is told yet."""
    return Message(
        at=request.now.astimezone(JAPAN),
        encoding=request.frame.encoding,
        institution_code=header.institution_code,
        file_identifier=header.file_identifier,
        confirmation_date=header.confirmation_date,
        classification=classification,
        echo=echo if echo is not None and echo[1] else None,
        arbitrary_identifier=arbitrary_identifier,
        edition=request.frame.edition,
    )


def refused(message: Message, wrong: Wrong, of_person: Wrong, codes: Codes) -> Message | None:
    """Return the answer to what cannot be asked: of the message first, then of the person; None where all is well."""
    note_wrong_elements((*wrong.elements, *of_person.elements))
    if wrong.has_my_number:
        return failed(replace(message, echo=None, arbitrary_identifier=None), "message-holds-my-number", codes)
    if wrong.differs and not wrong.elements:
        return failed(message, "institution-differs", codes)
    if wrong:
        echo = None if of_person.has_my_number else message.echo
        return failed(replace(message, echo=echo), "message-invalid", codes, wrong)
    if of_person.has_my_number:
        return not_processed(replace(message, echo=None, arbitrary_identifier=None), "my-number-not-accepted", codes)
    if of_person:
        return not_processed(message, "request-invalid", codes, of_person)
    return None


def failed(message: Message, meaning: str, codes: Codes, wrong: Wrong | None = None) -> Message:
    """Return the answer to a message that fails as a whole; the words name what is ``wrong``."""
    return replace(message, failure=refused_as(meaning, codes, wrong))


def not_processed(message: Message, meaning: str, codes: Codes, wrong: Wrong | None = None) -> Message:
    """Return the answer about one person who could not be processed."""
    return replace(message, told=refused_as(meaning, codes, wrong))


def refused_as(meaning: str, codes: Codes, wrong: Wrong | None = None) -> MessageCode:
    """Return what is told of a refusal, and note it; the words name what is ``wrong``."""
    note_refused_message(meaning)
    code = codes.of(meaning)
    return code if wrong is None else MessageCode(code.code, wrong.words(code.text))


def written(message: Message, body: Table[Message], frame: Frame) -> bytes:
    """Return the whole message as it leaves."""
    return frame.write(whole(message, body))


def canonical(sent: Sent, name: str, names: Sequence[str]) -> bytes:
    """Return what was asked in one form: order, blanks between elements and unknown ones do not count."""
    asked = [echo_of(sent.structure("MessageHeader"), HEADED)]
    asked += [echo_of(info, names) for info in sent.structure(BODY).all(name)]
    return msgspec.json.encode([[(name, str(text)) for name, text in each] for each in asked])
