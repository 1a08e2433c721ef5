"""One client's connection: uvicorn's protocol on httptools, with what it leaves open decided.

An upgrade that we do not know is ignored (RFC 9110, 7.8), a head is bounded, every refusal is a problem document, and
a request is worked at when it is whole and it is its turn.
"""

import asyncio
from functools import partial
from typing import Any

import structlog
from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn._types import ASGIReceiveEvent
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from shared.errors import HeadersTooLarge, HttpUnreadable, ServiceError, Stopping, WebSocketNotSupported
from shared.web.edge import REQUEST_ID_KEY
from simulator.serving.leaving import LeavesWithAnAnswer
from simulator.serving.load import Load
from simulator.serving.lost import EndsWaits
from simulator.serving.one_write import AnswersInOneWrite
from simulator.serving.parts import BODY, HEAD, NOTHING, Part, cannot_wait
from simulator.serving.refusing import refused
from simulator.serving.resetting import reset
from simulator.serving.upgrades import head_without_upgrade, offers_websocket

_log = structlog.get_logger()


class Connection(EndsWaits, LeavesWithAnAnswer, AnswersInOneWrite):
    """Reads requests, hands each on once, and refuses here what no app needs to see."""

    def __init__(
        self,
        config: Config,
        server_state: Load,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.load = server_state
        self.part: Part = NOTHING
        self.requests = 0  # that have begun
        self.is_spare = False
        """Whether it came beyond the limit: only the health is told on it."""
        self.has_ended = False
        """Whether nothing more is read."""
        self._unstarted: RequestResponseCycle | None = None
        self._refusal: type[ServiceError] | None = None
        self._overhead = self._size = self.arrived = 0
        """Bytes that came without being a body's since head or body began; of the headers; how often bytes came."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or drop it where even those kept for health are in use."""
        super().connection_made(transport)
        self.is_spare = self.load.is_full
        if self.load.is_overfull:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on; refuse what cannot be read."""
        if self.has_ended:
            return
        self._unset_keepalive_if_required()
        self.arrived += 1
        was, had = self.part, self._kept_of_body()
        try:
            self._feed(data)
        except HttpParserError as error:
            known = error.__context__
            self.refuse(type(known) if isinstance(known, ServiceError) else HttpUnreadable)
            return
        if self.part is NOTHING:
            return
        # A head, or trailers and the framing of chunks. The bytes of a body itself are limited by the app.
        if self.part is was and self._kept_of_body() == had:
            self._overhead += len(data)
            if self._overhead > self.load.limits.head_bytes:
                self.refuse(HeadersTooLarge)
                return
        if self.part is BODY and self._unstarted is not None and cannot_wait(self._unstarted):
            self._start_unstarted(self._unstarted)

    @property
    def latest(self) -> RequestResponseCycle | None:
        """The request that was begun last and whose head is whole, with its answer."""
        return self.cycle

    def _kept_of_body(self) -> int:
        return len(self.latest.body) if self.latest is not None else 0

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            # For httptools the request ends with its head here, whatever the server decides: read it once more, as
            # if nothing had been offered.
            head = head_without_upgrade(self.parser.get_method(), self.url, self.scope["http_version"], self.headers)
            self.parser = HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
            self._feed(head + data[upgrade.args[0] :])

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.part = HEAD
        self.requests += 1
        self._overhead = self._size = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; trailers are not for us (RFC 9110, 6.5.1)."""
        if self.part is not HEAD:
            return
        lower = name.lower()
        if lower == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((lower, value))
        # Two bytes stand behind the name, and two behind the value.
        self._size += len(name) + len(value) + 4

    def on_headers_complete(self) -> None:
        """Hand the request on, unless it is refused or read once more."""
        if self._size + len(self.url) > self.load.limits.head_bytes:
            raise HeadersTooLarge
        if self.parser.should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                raise HttpUnreadable
            if offers_websocket(self.headers):
                raise WebSocketNotSupported
            return
        super().on_headers_complete()
        self.part = BODY
        self._overhead = 0

    def on_message_complete(self) -> None:
        """Start the request that is whole now."""
        if self.parser.should_upgrade():
            return
        self.part = NOTHING
        super().on_message_complete()
        if self._unstarted is not None:
            self._start_unstarted(self._unstarted)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ARG002 - uvicorn's own
        if self._refusal is not None:
            # The one that was refused while earlier ones were not answered yet.
            self.end(self._refusal, cycle)
        elif cycle.more_body:
            # What is still being sent must not keep others from their turn.
            self._unstarted = cycle
        else:
            self.load.admit(self, cycle)

    def _start_unstarted(self, cycle: RequestResponseCycle) -> None:
        self._unstarted = None
        self.load.admit(self, cycle)

    async def work_at(self, cycle: RequestResponseCycle) -> None:
        """Let the app answer, and answer in its place where it cannot."""
        receive = partial(self._receive_out_of_turn, cycle) if cycle.more_body else cycle.receive
        try:
            await self.app(cycle.scope, receive, cycle.send)
        except asyncio.CancelledError:
            # Only a process that stops cancels.
            self.end(Stopping, cycle)
        except Exception:  # noqa: BLE001 - whoever asks gets an answer
            request_id: bytes = cycle.scope.get(REQUEST_ID_KEY, b"")  # type: ignore[assignment]
            _log.exception("internal error", request_id=request_id.decode())
        if not cycle.response_complete and not cycle.disconnected:
            self.end(None, cycle)
        # The cycle and this connection refer to each other.
        cycle.on_response = lambda: None

    async def _receive_out_of_turn(self, cycle: RequestResponseCycle) -> ASGIReceiveEvent:
        """Return what comes next; while the client has not sent it, others are worked at."""
        if cycle.message_event.is_set():
            return await cycle.receive()
        self.load.end_turn()
        try:
            return await cycle.receive()
        finally:
            self.load.take_turn()

    def refuse(self, error: type[ServiceError]) -> None:
        """Refuse what is being read or waits for its turn, behind the answers to earlier requests; read no more."""
        if self.has_ended:
            return
        self.has_ended = True
        self._unset_keepalive_if_required()
        latest = self.latest
        if self.part is not BODY and latest is not None and not latest.response_complete:
            latest.keep_alive = False
        elif any(latest is waiting for waiting, _ in self.pipeline):
            self._refusal = error
        else:
            self.end(error, latest if self.part is BODY else None)

    def refuse_unseen(self, cycle: RequestResponseCycle, error: type[ServiceError]) -> None:
        """Refuse a whole request that the app has not seen, and read on."""
        if self.transport.is_closing():
            return
        cycle.response_started = cycle.response_complete = True
        self._write(error, cycle, closes=not cycle.keep_alive)
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def reset(self) -> None:
        """Drop the connection at once, with a TCP reset (shared/web/wire.py)."""
        self.has_ended = True
        reset(self.transport)

    def cut(self) -> None:
        """Close the connection once what was written has left (same)."""
        self.has_ended = True
        self.answers.close()

    def end(self, error: type[ServiceError] | None, cycle: RequestResponseCycle | None) -> None:
        """Write the last answer of this connection, that to ``cycle``; None is an internal error."""
        self.has_ended = True
        if self.transport.is_closing():
            return
        if cycle is not None:
            has_begun = cycle.response_started
            cycle.disconnected = True
            cycle.message_event.set()
            if has_begun:
                # Half an answer must not be taken for a whole one, nor a second one follow the first.
                self.answers.close()
                return
        self._write(error, cycle, closes=True)
        if self.transport.can_write_eof():
            # Closed at once, what the client still sends would reset the connection under the answer.
            self.transport.write_eof()
        else:
            self.transport.close()

    def _write(self, error: type[ServiceError] | None, cycle: RequestResponseCycle | None, *, closes: bool) -> None:
        with_body = cycle is None or cycle.scope["method"] != "HEAD"
        self.transport.write(refused(error, self.load.default_headers, with_body=with_body, closes=closes))

    def shutdown(self) -> None:
        """Stop: what is at work ends, what is still being sent is refused, and who asks for nothing is let go."""
        if self.part is not NOTHING:
            self.refuse(Stopping)
        elif self.latest is None or self.latest.response_complete:
            self.transport.close()
        else:
            self.latest.keep_alive = False
