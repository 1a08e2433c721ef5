"""What the kinds of many people have in common: the reception that a message names, and its units as they leave."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from msgspec.structs import replace

from services.eligibility.bulk.rules import ASKED_AS, MOST_ITEMS, ReceptionKind
from services.eligibility.faces.oqs.answers import HEADER, RECEIVED, Counted, Message, Received
from services.eligibility.faces.oqs.codes import Codes, MessageCode
from services.eligibility.faces.oqs.fields import Members, Text, written
from services.eligibility.faces.oqs.frames import Frame
from services.eligibility.faces.oqs.kept import Kept, kept_of
from services.eligibility.faces.oqs.kinds.asking import BODY, Request, begun, failed, refused
from services.eligibility.faces.oqs.kinds.asking import written as written_message
from services.eligibility.faces.oqs.requests import Wrong, read_header
from services.eligibility.faces.oqs.sent import Sent
from shared.clock import JAPAN, day_in_japan
from shared.domain.purposes import PURPOSE_RULES
from shared.errors import MyNumberNotAccepted, RequestInvalid, ResourceNotFound, RoleNotAllowed, TooManyMisses
from shared.pki.tokens import Caller
from shared.web.ids import is_id
from shared.worlds.journal import note_refused_message, note_wrong_elements

AT_ONCE: Final = 200
"""Units that are read, recorded and written before the next are."""
NUMBER: Final = "ReceptionNumber"
Units = Callable[[int], Awaitable[Sequence[Members]]]
"""Up to AT_ONCE units behind a place, recorded before they are returned."""


class TakenIn(Protocol):
    """What was handed in and is worked on."""

    @property
    def reception_number(self) -> UUID:
        """受付番号."""

    @property
    def received_at(self) -> datetime:
        """When it was handed in."""


def must_be_asker(caller: Caller, kind: ReceptionKind) -> None:
    """Raise RoleNotAllowed where the caller's role may not ask what such a reception asks."""
    _, purpose = ASKED_AS[kind]
    if caller.role not in PURPOSE_RULES[purpose].opens:
        raise RoleNotAllowed


def within_bounds(units: Sequence[Sent], name: str, wrong: Wrong) -> Sequence[Sent]:
    """Return the units of a message, none where they are too few or too many: then ``wrong`` says so."""
    if 0 < len(units) <= MOST_ITEMS:
        return units
    wrong.elements[name] = f"1件以上{MOST_ITEMS}件以下で指定してください。"
    return []


async def handed_in(request: Request, message: Message, taken: Awaitable[TakenIn]) -> bytes:
    """Return the answer of an 01 message: the number of what was ``taken`` in, or why it was not."""
    try:
        reception = await taken
    except TooManyMisses as error:
        return short(failed(message, error.code, request.codes), request.frame)
    except ResourceNotFound:
        return short(not_found(message, request.codes), request.frame)
    # Handed in again under its key it gets the same answer, to the second.
    at = reception.received_at.astimezone(JAPAN)
    received = Received(str(reception.reception_number), at)
    return short(replace(message, at=at, received=received), request.frame)


def asked_number(request: Request) -> tuple[Message, UUID | None]:
    """Return how the answer about a reception begins, and its number; None where the message is refused."""
    wrong = Wrong()
    header = read_header(request.sent, request.caller, day_in_japan(request.now), wrong, None)
    text = request.sent.structure(BODY).leaf(NUMBER)
    if text is None:
        wrong.elements[NUMBER] = "必須です。"
    message = begun(request, header, None, None)
    refusal = refused(message, wrong, Wrong(), request.codes)
    if refusal is None and (text is None or not is_id(text.strip())):
        refusal = not_found(message, request.codes)
    return (message, UUID(str(text).strip())) if refusal is None else (refusal, None)


def not_found(message: Message, codes: Codes) -> Message:
    """Return the answer about a reception that there is not, for this institution, or not any more."""
    return failed(message, "reception-not-found", codes)


def headed(message: Message, sent: str | None, client_reference: str | None, counted: Counted) -> Message:
    """Return the answer with what the first request's header said, and how far its reception is."""
    leaves = dict(kept_of(sent).echo)
    identifier, day = leaves.get("ArbitraryFileIdentifier"), leaves.get("QualificationConfirmationDate")
    if identifier is None and client_reference is not None:
        identifier = Text(client_reference)
    return replace(
        message,
        file_identifier=identifier if isinstance(identifier, Text) else None,
        confirmation_date=day if isinstance(day, Text) else None,
        counted=counted,
    )


def still_processing(message: Message, frame: Frame) -> bytes:
    """Return the answer while not all of it is done."""
    return frame.write([("MessageHeader", written(HEADER, message))])


def short(message: Message, frame: Frame) -> bytes:
    """Return the answer of a reception, or of a message that is refused as a whole."""
    return written_message(message, RECEIVED, frame)


async def in_pieces(message: Message, frame: Frame, name: str, total: int, units: Units) -> AsyncIterator[bytes]:
    """Yield the answer as it leaves: bounded memory, whatever its length."""
    start, end = frame.around(written(HEADER, message), name)
    if not total:
        yield start + end
        return
    place = 0
    while place < total:
        found = await units(place)
        if not found:
            # Its week has ended meanwhile, or it was taken away.
            raise RuntimeError("a reception ended while it was read")
        yield (b"" if place else start) + frame.piece(name, found, is_first=not place)
        place += len(found)
    yield end


def told_of_wrong(code: str, kept: Kept, codes: Codes) -> MessageCode:
    """Return what is told of a person who could not be asked about."""
    told = codes.of(code)
    return MessageCode(told.code, kept.words) if kept.words else told


def why_wrong(wrong: Wrong, codes: Codes) -> tuple[str | None, str | None]:
    """Return the refusal's code of one person who is wrong, and the words; (None, None) where nothing is."""
    note_wrong_elements(wrong.elements)
    if wrong.has_my_number:
        note_refused_message(MyNumberNotAccepted.code)
        return MyNumberNotAccepted.code, None
    if wrong:
        return RequestInvalid.code, wrong.words(codes.of(RequestInvalid.code).text)
    return None, None
