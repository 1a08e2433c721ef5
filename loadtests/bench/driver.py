"""A lean load driver: prebuilt HTTP/1.1 requests over a few kept-alive connections, one in flight on each.

The generator shares two cores with what it measures, so it does as little as it can while the clock runs: it
writes bytes, finds where an answer ends, and keeps it. Answers are judged by the caller when the clock has
stopped. A run is bounded by the number of its requests and by a deadline, and any trouble ends it: a figure
is a whole run or nothing.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

CONNECTIONS = 32
_LONGEST_HEAD = 16_384
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_VERSION = b"HTTP/1.1 "


class DriverFailed(Exception):
    """A run did not get an answer to every request; there is no figure."""


class AnswerUnreadable(DriverFailed):
    """Bytes came that are no answer of the kind that this driver reads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer: all that a judge needs."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """What one run measured. ``answers`` and ``latencies_s`` stand in the order of the requests."""

    answers: Sequence[Answer]
    latencies_s: Sequence[float]
    duration_s: float
    """From the first byte sent to the last byte received."""
    driver_cpu_s: float
    """What the driver itself used meanwhile, of one core."""

    @property
    def answers_per_s(self) -> float:
        """Answers a second over the whole run."""
        return len(self.answers) / self.duration_s


class AnswerReader:
    """Finds the end of one answer after another in a connection's bytes, however they are split."""

    __slots__ = ("_body_at", "_buffer", "_end", "_status")

    def __init__(self) -> None:
        self._buffer = b""
        self._status = self._body_at = self._end = 0

    def feed(self, data: bytes) -> Answer | None:
        """Take what was received; return the answer when it is whole. Raises AnswerUnreadable.

        Answers need a Content-Length: chunked ones, and bytes that nobody asked for, are not read.
        """
        buffer = self._buffer + data if self._buffer else data
        if not self._end:
            head_end = buffer.find(_HEAD_END)
            if head_end < 0:
                if len(buffer) > _LONGEST_HEAD:
                    raise AnswerUnreadable("no end of the header")
                self._buffer = buffer
                return None
            self._status, length = _read_head(buffer[:head_end])
            self._body_at = head_end + len(_HEAD_END)
            self._end = self._body_at + length
        if len(buffer) < self._end:
            self._buffer = buffer
            return None
        if len(buffer) > self._end:
            raise AnswerUnreadable("more bytes than the answer")
        answer = Answer(self._status, buffer[self._body_at :])
        self._buffer, self._end = b"", 0
        return answer


def post(host: str, path: str, token: str, body: bytes, media_type: str = "application/json") -> bytes:
    """Return the bytes of one POST request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


async def drive(
    port: int,
    requests: Sequence[bytes],
    *,
    deadline_s: float,
    connections: int = CONNECTIONS,
    host: str = "127.0.0.1",
) -> Run:
    """Send every request once and return when all are answered. Raises DriverFailed.

    Connections are made before the clock starts.
    """
    loop = asyncio.get_running_loop()
    progress = _Progress(requests, loop.create_future())
    lines = [
        (await loop.create_connection(lambda: _Connection(progress), host, port))[1]
        for _ in range(min(connections, len(requests)))
    ]
    cpu_before, started = time.thread_time(), time.perf_counter()
    try:
        for line in lines:
            line.send_next()
        await asyncio.wait_for(progress.finished, deadline_s)
    except TimeoutError:
        raise DriverFailed(f"{progress.missing} of {len(requests)} answers missing after {deadline_s:g} s") from None
    finally:
        duration_s, driver_cpu_s = time.perf_counter() - started, time.thread_time() - cpu_before
        for line in lines:
            line.close()
    return Run([answer for answer in progress.answers if answer], progress.latencies_s, duration_s, driver_cpu_s)


class _Progress:
    """What the connections of one run share."""

    def __init__(self, requests: Sequence[bytes], finished: asyncio.Future[None]) -> None:
        self.requests = requests
        self.next = 0
        self.missing = len(requests)
        self.answers: list[Answer | None] = [None] * len(requests)
        self.latencies_s = [0.0] * len(requests)
        self.finished = finished
        if not requests:
            finished.set_result(None)

    def fail(self, error: Exception) -> None:
        if not self.finished.done():
            self.finished.set_exception(error)


class _Connection(asyncio.Protocol):
    def __init__(self, progress: _Progress) -> None:
        self._progress = progress
        self._reader = AnswerReader()
        self._transport: asyncio.Transport | None = None
        self._index = 0
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Neither loop's transports are declared as what they are.
        self._transport = cast("asyncio.Transport", transport)

    def send_next(self) -> None:
        progress = self._progress
        index = progress.next
        if index < len(progress.requests) and self._transport is not None:
            progress.next = index + 1
            self._index = index
            self._sent_at = time.perf_counter()
            self._transport.write(progress.requests[index])

    def data_received(self, data: bytes) -> None:
        try:
            answer = self._reader.feed(data)
        except AnswerUnreadable as error:
            self._progress.fail(error)
            return
        if answer is None:
            return
        progress, index = self._progress, self._index
        progress.latencies_s[index] = time.perf_counter() - self._sent_at
        progress.answers[index] = answer
        progress.missing -= 1
        if progress.missing:
            self.send_next()
        elif not progress.finished.done():
            progress.finished.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._progress.fail(DriverFailed(f"the server closed a connection ({type(exc).__name__})"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def _read_head(head: bytes) -> tuple[int, int]:
    """Return status and Content-Length."""
    lower = head.lower()
    at = lower.find(_LENGTH)
    if not head.startswith(_VERSION) or at < 0:
        raise AnswerUnreadable("not HTTP/1.1 with a Content-Length")
    value_at = at + len(_LENGTH)
    value_end = lower.find(b"\r\n", value_at)
    length = lower[value_at : value_end if value_end >= 0 else None].strip()
    status = head[len(_VERSION) : len(_VERSION) + 3]
    if not (status.isdigit() and length.isdigit()):
        raise AnswerUnreadable("status or Content-Length is no number")
    return int(status), int(length)
