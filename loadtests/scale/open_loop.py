"""Requests at a steady rate, whether or not those before are answered: an open loop.

A latency counts from the moment at which a request was due: where it had to wait for a connection, or for us, that is
part of it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import cast

from loadtests.bench.driver import Answer, AnswerReader, AnswerUnreadable, DriverFailed, Run
from loadtests.machine.servers import LOOPBACK

_CONNECTIONS = 64
_HEAD_START_S = 0.02
_PATIENCE_S = 30.0


async def drive_at(port: int, requests: Sequence[bytes], rate: float) -> Run:
    """Send ``rate`` requests a second and return when all are answered. Raises DriverFailed.

    Connections are made before the clock starts.
    """
    loop = asyncio.get_running_loop()
    arrivals = _Arrivals(requests, loop.create_future())
    lines = [(await loop.create_connection(lambda: _Line(arrivals), LOOPBACK, port))[1] for _ in range(_CONNECTIONS)]
    cpu_before, started, due_at = time.thread_time(), time.perf_counter(), loop.time() + _HEAD_START_S
    try:
        for index in range(len(requests)):
            loop.call_at(due_at + index / rate, arrivals.arrive, index, started + _HEAD_START_S + index / rate)
        await asyncio.wait_for(arrivals.finished, len(requests) / rate + _PATIENCE_S)
    except TimeoutError:
        raise DriverFailed(f"{arrivals.missing} of {len(requests)} answers are missing") from None
    finally:
        duration_s, driver_cpu_s = time.perf_counter() - started, time.thread_time() - cpu_before
        for line in lines:
            line.close()
    return Run([answer for answer in arrivals.answers if answer], arrivals.latencies_s, duration_s, driver_cpu_s)


class _Arrivals:
    """What is due, what waits for a connection, and what came back."""

    def __init__(self, requests: Sequence[bytes], finished: asyncio.Future[None]) -> None:
        self.missing = len(requests)
        self.answers: list[Answer | None] = [None] * len(requests)
        self.latencies_s = [0.0] * len(requests)
        self.finished = finished
        self._requests = requests
        self._due = [0.0] * len(requests)
        self._free: list[_Line] = []
        self._waiting: deque[int] = deque()

    def arrive(self, index: int, due: float) -> None:
        self._due[index] = due
        self._waiting.append(index)
        if self._free:
            self.take(self._free.pop())

    def take(self, line: "_Line") -> None:
        """Give a line that is free what waits, or keep it."""
        if self._waiting:
            index = self._waiting.popleft()
            line.send(index, self._requests[index])
        else:
            self._free.append(line)

    def answered(self, index: int, answer: Answer) -> None:
        self.latencies_s[index] = time.perf_counter() - self._due[index]
        self.answers[index] = answer
        self.missing -= 1
        if not self.missing and not self.finished.done():
            self.finished.set_result(None)

    def fail(self, error: Exception) -> None:
        if not self.finished.done():
            self.finished.set_exception(error)


class _Line(asyncio.Protocol):
    """One connection, with one request on it at most."""

    def __init__(self, arrivals: _Arrivals) -> None:
        self._arrivals = arrivals
        self._reader = AnswerReader()
        self._transport: asyncio.Transport | None = None
        self._index = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Neither loop's transports are declared as what they are.
        self._transport = cast("asyncio.Transport", transport)
        self._arrivals.take(self)

    def send(self, index: int, request: bytes) -> None:
        self._index = index
        if self._transport is not None:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        try:
            answer = self._reader.feed(data)
        except AnswerUnreadable as error:
            self._arrivals.fail(error)
            return
        if answer is not None:
            self._arrivals.answered(self._index, answer)
            self._arrivals.take(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrivals.fail(DriverFailed(f"the server closed a connection ({type(exc).__name__})"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
