"""What is told of a request once it is answered: one value, to one observer, which keeps a journal or counts.

On its way through a service a request leaves notes: who calls, which record was handed in. Whoever observes requests
begins them; where nobody does, as under `onshi serve`, nothing is noted. They go with the task that serves the
request, so that what stores a record needs to know nothing of requests.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple, Protocol
from uuid import UUID

from shared.pki.tokens import Caller


class CheckRecord(Protocol):
    """The record of a check (資格確認の記録) as far as an observer may know it: ids, never what was shown."""

    @property
    def check_id(self) -> UUID:
        """Its id."""

    @property
    def rederived_from(self) -> UUID | None:
        """The check whose answer was read again; None of a check itself."""

    @property
    def person_id(self) -> str | None:
        """Whom it was about, where somebody was found."""

    @property
    def code(self) -> str:
        """The validity, or the code of the refusal."""

    @property
    def method(self) -> str:
        """照会区分."""

    @property
    def purpose(self) -> str:
        """利用目的."""

    @property
    def as_of(self) -> date:
        """資格確認日."""

    @property
    def proof_digest(self) -> str | None:
        """SHA-256 of what the card signed, in hexadecimal; None without a card."""


class Element(Protocol):
    """An element of a message (電文) as it was sent."""

    @property
    def text(self) -> str:
        """What it holds, of one without elements."""

    @property
    def members(self) -> Mapping[str, Sequence["Element"]]:
        """The elements in it, by name, in the order in which the names came first."""


@dataclass(slots=True)
class MessageNotes:
    """A message that was read, to be looked at while one is told of it, and why it was not answered."""

    kind: str
    """`siquc01` and the others, also where only the body tells it."""
    sent: Element
    refused_as: str | None = None
    """What the message or its one person is refused as: a refusal's code, or a name of the face (its codes.tsv)."""
    wrong: list[str] = field(default_factory=list)
    """Names of elements that are wrong; of many people the first are enough."""


@dataclass(slots=True)
class Notes:
    """What a request has left on its way; None: it did not come so far."""

    caller: Caller | None = None
    operation: str | None = None
    """The operationId, of what is answered in front of the framework."""
    record: CheckRecord | None = None
    message: MessageNotes | None = None


class RawExchange(NamedTuple):
    """What came and what left, as it was: to be looked at while one is told of it, and never to be kept."""

    method: str
    path: str
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    body: Sequence[bytes]
    """Of a POST; as much as was read."""
    answer_headers: Sequence[tuple[bytes, bytes]]
    problem: bytes
    """The refusal's body; empty: none."""
    is_whole: bool
    """Whether the answer left to its end."""
    message: MessageNotes | None = None
    """What its face has noted, of a message (電文)."""


class FinishedRequest(NamedTuple):
    """One request that has ended: ids and codes, no name, no number, no date of a person but in ``raw``."""

    world: str
    generation: int
    at: datetime
    """By the world's clock, when it came."""
    ended_at: datetime
    """By the machine's."""
    request_id: str
    test: str | None
    """``X-Onshi-Test``."""
    caller: Caller | None
    service: str
    operation: str | None
    """operationId; None: no operation has this address."""
    face: str
    status: int | None
    """None: no answer left, as under a fault that cuts the connection."""
    code: str | None
    """The refusal's code, else the validity that was answered."""
    check_id: UUID | None
    person_id: UUID | None
    record: CheckRecord | None
    fault: str | None
    """The id of the rule whose fault was injected (``X-Onshi-Fault``)."""
    milliseconds: float
    refused_body: bytes | None
    """The body that a refused presence proof came in. It is read beside the path, and never kept as it is."""
    raw: RawExchange | None = None
    """For observers that count; whoever holds on to a request lets go of it."""


class Observer(Protocol):
    """Is told of every request of every operation when it has ended."""

    def finished(self, request: FinishedRequest) -> None:
        """Take note; neither waits nor fails."""


_MOST_WRONG = 20
_OF_THIS_REQUEST: ContextVar[Notes | None] = ContextVar("notes of the request", default=None)


def begin_notes() -> Notes:
    """Begin the notes of the request that this task serves."""
    notes = Notes()
    _OF_THIS_REQUEST.set(notes)
    return notes


def note_caller(caller: Caller) -> None:
    """Note who calls."""
    if (notes := _OF_THIS_REQUEST.get()) is not None:
        notes.caller = caller


def note_operation(operation: str) -> None:
    """Note the operation that no route of the framework names."""
    if (notes := _OF_THIS_REQUEST.get()) is not None:
        notes.operation = operation


def note_record(record: CheckRecord) -> None:
    """Note the record that is handed in."""
    if (notes := _OF_THIS_REQUEST.get()) is not None:
        notes.record = record


def note_message(kind: str, sent: Element) -> None:
    """Note the message (電文) that was read."""
    if (notes := _OF_THIS_REQUEST.get()) is not None:
        notes.message = MessageNotes(kind, sent)


def note_refused_message(meaning: str) -> None:
    """Note as what the message, or its one person, is refused."""
    if (notes := _OF_THIS_REQUEST.get()) is not None and notes.message is not None:
        notes.message.refused_as = meaning


def note_wrong_elements(names: Iterable[str]) -> None:
    """Note which elements of the message are wrong; of many people those of the first."""
    if (notes := _OF_THIS_REQUEST.get()) is not None and (message := notes.message) is not None:
        message.wrong.extend(islice(names, _MOST_WRONG - len(message.wrong)))
