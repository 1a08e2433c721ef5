"""What answers one address as bare ASGI, in front of the framework's machinery: answers, refusals, internal errors."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec
import structlog
from prometheus_client import Histogram
from starlette.types import ASGIApp, Receive, Scope, Send

from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from shared.errors import BodyTooLarge, BodyUnreadable, ServiceError
from shared.problem import MEDIA_TYPE, headers_of, internal_error_bytes, problem_bytes
from shared.web.callers import Authenticator
from shared.web.edge import REQUEST_ID_KEY, WORLD_KEY
from shared.worlds.held import Held
from shared.worlds.host import OpenWorld, WorldHost
from shared.worlds.journal import note_operation

_BOUNDS = [round(0.0005 * 1.4**step, 6) for step in range(30)]
"""From half a millisecond to 8.6 seconds; each is 40 % above the last."""
_SECONDS = Histogram(
    "onshi_check_seconds",
    "How long a check took, by the face that it came through and what came of it: answer, or the code of the refusal.",
    ["face", "outcome"],
    buckets=_BOUNDS,
)
Headers = list[tuple[bytes, bytes]]
_log = structlog.get_logger()


class Reply(msgspec.Struct, frozen=True):
    """The body of a 200."""

    body: bytes
    media_type: str = "application/json"
    parts: AsyncIterator[bytes] | None = None
    """The body piece by piece, where it is long; what is to be refused is refused before the first."""


@dataclass(frozen=True, slots=True)
class CheckNeeds:
    """What the request of a check needs of its world: who calls, the check, and keys under which it is repeated."""

    authenticator: Authenticator
    check: CheckPorts
    keys: IdempotencyKeys


Answer = Callable[[Held, Scope, Receive, Headers], Awaitable[Reply]]
"""Answers a request from what is held of its world; headers that it adds go with a refusal too."""


class Entrance:
    """Answers ``POST path`` and leaves everything else to the app behind it."""

    def __init__(
        self,
        app: ASGIApp,
        worlds: Callable[[], WorldHost],
        path: str,
        operation: str,
        answer: Answer,
        *,
        face: Literal["rest", "message"],
    ) -> None:
        self._app = app
        self._worlds = worlds
        self._path = path
        self._operation = operation
        self._answer = answer
        self._seconds = cache(lambda outcome: _SECONDS.labels(face, outcome))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http" or scope["method"] != "POST" or _path_in_app(scope) != self._path:
            await self._app(scope, receive, send)
            return
        # A world is in use until the last piece has left.
        opened: list[OpenWorld] = []
        try:
            await self._serve(scope, receive, send, opened)
        finally:
            for each in opened:
                each.end()

    async def _serve(self, scope: Scope, receive: Receive, send: Send, opened: list[OpenWorld]) -> None:
        parts: AsyncIterator[bytes] | None = None
        headers: Headers = []
        began = time.perf_counter()
        note_operation(self._operation)
        try:
            reply = await self._answer(await self._held(scope, opened), scope, receive, headers)
            status, body, media_type, parts = 200, reply.body, reply.media_type, reply.parts
            if parts is not None:
                body = await anext(parts)
            self.answered("answer", time.perf_counter() - began)
        except ServiceError as refusal:
            parts = None
            status, body, media_type = refusal.status, problem_bytes(refusal, scope["path"]), MEDIA_TYPE
            headers += [(name.lower().encode(), value.encode()) for name, value in headers_of(refusal).items()]
            self.answered(refusal.code, time.perf_counter() - began)
        except Exception:  # noqa: BLE001 - an internal error must never leave the client without an answer
            _log.exception("internal error", request_id=scope[REQUEST_ID_KEY].decode(), path=scope["path"])
            parts = None
            status, body, media_type = 500, internal_error_bytes(scope["path"]), MEDIA_TYPE
            self.answered("internal_error", time.perf_counter() - began)
        headers.append((b"content-type", media_type.encode()))
        if parts is None:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": parts is not None})
        if parts is not None:
            # What fails from here on breaks the connection off, so that nobody takes a part for the whole.
            async for part in parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def answered(self, outcome: str, seconds: float) -> None:
        """Take note of what came of a request and how long it took, for figures."""
        self._seconds(outcome).observe(seconds)

    async def _held(self, scope: Scope, opened: list[OpenWorld]) -> Held:
        host, name = self._worlds(), scope[WORLD_KEY]
        opened.append(host.begin(name) or await host.admit(name))
        return opened[0].held


def authorization_of(scope: Scope) -> str | None:
    """Return the header that says who calls."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return bytes(value).decode("latin-1")
    return None


async def read_body(receive: Receive, limit_bytes: int) -> bytes:
    """Return the whole body; raises BodyTooLarge as soon as it is, BodyUnreadable when the client leaves."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        if len(body) > limit_bytes:
            raise BodyTooLarge
        return body
    parts, length = [], 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > limit_bytes:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    raise BodyUnreadable


def _path_in_app(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
