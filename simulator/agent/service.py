"""The service as the agent asks it: what came of a message is an answer, a refusal of it, or that nobody could answer.

Tokens, their renewal and the one quick repetition are those of `onshi.client`; how long the service may be away is
the agent's own matter.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

import httpx

from onshi.conversation import Conversation
from onshi.exchange import run
from onshi.problems import OnshiProblem, UnexpectedAnswer
from onshi.reading import items_of, text_of
from onshi.retrying import Sent
from simulator.agent.config import Config

WAIT_S: Final = 25
_MOST_CHECKS: Final = 100
_XML: Final = "application/xml"
_ENDINGS: Final = {_XML: "xml", "text/xml": "xml", "application/pdf": "pdf"}
_CHARSETS: Final = {"utf-8": "UTF-8", "shift_jis": "Shift_JIS"}
_NOT_NOW: Final = frozenset({401, 403, 408, 421, 429})
"""Refusals of the caller, or of the moment: the message itself is not judged."""
_NO_SUCH_PLACE: Final = frozenset({"resource-not-found", "method-not-allowed"})
_WORLD_UNKNOWN: Final = "world-unknown"
_INTERNAL: Final = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """What is to be brought back, and the ending of its file."""

    content: bytes
    ending: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The message cannot be answered, however often it is sent; ``words`` are Japanese."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody could answer now. ``is_of_all``: nobody could answer another message either."""

    code: str
    is_of_all: bool
    retry_after_s: float | None = None


Outcome: TypeAlias = Answered | Refused | Away


@dataclass(frozen=True, slots=True)
class CardCheck:
    """A check by card of this institution."""

    check_id: UUID
    checked_at: datetime
    has_answer: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Checks by card in order, and where the list goes on."""

    checks: tuple[CardCheck, ...]
    cursor: str


class CursorLost(Exception):
    """The place in the list is of another world: a world was made anew."""


@dataclass(slots=True)
class Service:
    """One institution's calls. Threads share it."""

    http: httpx.Client
    conversation: Conversation
    config: Config
    _renewing: threading.Lock = field(default_factory=threading.Lock)

    def send(self, kind: str, content: bytes, key: str) -> Outcome:
        """Send a message; the same key makes it the same check however often it is sent."""
        encoding = self.config.answer_encoding
        headers = {"Content-Type": _XML, "Idempotency-Key": key}
        if encoding in _CHARSETS:
            headers["Accept"] = f"{_XML}; charset={_CHARSETS[encoding]}"
        path = f"/oqs/messages?{urlencode({'type': kind, **self._written})}"
        outcome = self._outcome("POST", path, headers, content)
        if isinstance(outcome, Refused) and outcome.code in _NO_SUCH_PLACE:
            # It is no fault of the message that the address is another service's.
            return Away(outcome.code, is_of_all=True)
        return outcome

    def answer_of(self, check: CardCheck) -> Outcome:
        """Read the answer to a check by card, as a message."""
        headers = {"Accept": f"{_XML}; charset={_CHARSETS[self.config.face_encoding]}"}
        return self._outcome("GET", f"/oqs/checks/{check.check_id}?{urlencode(self._written)}", headers)

    def card_checks(self, after: str, wait_s: int) -> Page | Away:
        """Read the checks by card behind a cursor, waiting for the next one; raises CursorLost."""
        query = {"after": after, "wait": wait_s, "method": "my_number_card", "limit": _MOST_CHECKS}
        try:
            sent = self._sent("GET", f"/v1/checks?{urlencode(query)}", {})
            if sent.problem is None:
                checks = tuple(_check_of(item) for item in items_of(sent.response, "check_id"))
                return Page(checks, text_of(sent.response, "next_cursor"))
        except (OnshiProblem, httpx.TransportError, KeyError, ValueError, TypeError) as error:
            return away_by(error)
        if any(entry.pointer == "/query/after" for entry in sent.problem.errors):
            raise CursorLost
        return away_by(sent.problem)

    def institution(self) -> str | Away:
        """Return the 医療機関コード that the token names."""
        try:
            return run(self.conversation.own_institution(), self.http)
        except (OnshiProblem, httpx.TransportError) as error:
            return away_by(error)

    @property
    def _written(self) -> dict[str, str]:
        return {"edition": self.config.edition, "order": self.config.order}

    def _outcome(self, method: str, path: str, headers: Mapping[str, str], content: bytes | None = None) -> Outcome:
        try:
            sent = self._sent(method, path, headers, content)
        except (OnshiProblem, httpx.TransportError) as error:
            return away_by(error)
        if sent.problem is not None:
            return _judged(sent.problem)
        media_type = sent.response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        ending = _ENDINGS.get(media_type)
        # A page that asks for a login, say: it is nobody's answer.
        return Away("unexpected-answer", False) if ending is None else Answered(sent.response.content, ending)

    def _sent(self, method: str, path: str, headers: Mapping[str, str], content: bytes | None = None) -> Sent:
        with self._renewing:
            # One of many messages renews the token for all.
            run(self.conversation.token(), self.http)
        return run(self.conversation.send(method, path, content=content, headers=headers), self.http)


def away_by(error: Exception) -> Away:
    """Return what stands in the way: a lost connection, a refusal of the caller, an answer of something else."""
    match error:
        case UnexpectedAnswer():
            return Away(error.code, False, error.retry_after_s)
        case OnshiProblem():
            return Away(error.code, error.status != _INTERNAL, error.retry_after_s)
        case httpx.TransportError():
            return Away("no-connection", True)
        case _:
            return Away("unexpected-answer", False)


def _judged(problem: OnshiProblem) -> Refused | Away:
    is_of_the_moment = problem.status in _NOT_NOW or problem.status >= _INTERNAL or problem.code == _WORLD_UNKNOWN
    if is_of_the_moment or isinstance(problem, UnexpectedAnswer):
        return away_by(problem)
    told = [entry.message_ja for entry in problem.errors if entry.message_ja]
    return Refused(problem.code, " ".join([problem.detail_ja or problem.title_ja, *told]))


def _check_of(item: Mapping[str, Any]) -> CardCheck:
    return CardCheck(UUID(item["check_id"]), datetime.fromisoformat(item["checked_at"]), item["outcome"] != "rejected")
