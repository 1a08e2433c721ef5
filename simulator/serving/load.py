"""The load of one process: connections, requests that are being answered, and requests that wait."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

from prometheus_client import Gauge
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.server import ServerState

from shared.errors import Overloaded, ServiceError, Stopping
from shared.web.turns import ARRIVED_KEY, TURNS_KEY
from shared.web.wire import WIRE_KEY
from simulator.serving.limits import KEPT_FOR_HEALTH, Limits

_IN_FLIGHT = Gauge("onshi_requests_in_flight", "Requests that are being answered.", multiprocess_mode="livesum")
_HEALTH = ("/healthz", "/readyz", "/metrics")


class Admitted(Protocol):
    """What the load needs of a connection (connection.py) whose requests take their turns."""

    loop: asyncio.AbstractEventLoop
    is_spare: bool
    """Whether it is one of those kept for questions about health."""

    async def work_at(self, cycle: RequestResponseCycle) -> None:
        """Let the app answer."""

    def refuse_unseen(self, cycle: RequestResponseCycle, error: type[ServiceError]) -> None:
        """Refuse a whole request that the app has not seen."""

    def reset(self) -> None:
        """Drop the connection with a TCP reset."""

    def cut(self) -> None:
        """Close the connection once what was written has left."""

    def end(self, error: type[ServiceError] | None, cycle: RequestResponseCycle | None) -> None:
        """End the connection, with a refusal where there is an error."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    connection: Admitted
    cycle: RequestResponseCycle
    until: float


@dataclass(eq=False)
class Load(ServerState):
    """The state that all connections share. It is also the ``Turns`` that a request may ask for (shared/web/turns.py).

    A limited number of requests is worked at; the others wait in order, so that what has begun is ended at full speed
    however many come. Who waits too long is refused, at the price of a few bytes.
    """

    limits: Limits
    at_work: int = 0
    is_stopping: bool = False
    is_leaving: bool = False
    """Whether another process takes what comes from now on."""
    _waits: set["asyncio.Future[None]"] = field(default_factory=set)
    _queue: deque[_Waiting] = field(default_factory=deque)

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def is_crowded(self) -> bool:
        """Whether half of the connections are in use."""
        return len(self.connections) * 2 > self.limits.connections

    @property
    def is_full(self) -> bool:
        """Whether more are connected than the limit: the newest is served only where it asks for the health."""
        return len(self.connections) > self.limits.connections

    @property
    def is_overfull(self) -> bool:
        """Whether even those kept for health are in use."""
        return len(self.connections) > self.limits.connections + KEPT_FOR_HEALTH

    def admit(self, connection: Admitted, cycle: RequestResponseCycle) -> None:
        """Start the request now, or when it is its turn."""
        scope: Any = cycle.scope
        path: str = scope["path"]
        scope[ARRIVED_KEY] = connection.loop.time()
        if connection.is_spare:
            # It must not keep its connection from the next who asks for the health.
            cycle.keep_alive = False
            if path.endswith(_HEALTH):
                self._start(connection, cycle)
            else:
                connection.refuse_unseen(cycle, Overloaded)
        elif self.at_work < self.limits.at_work or path.endswith(_HEALTH):
            self._start(connection, cycle)
        else:
            self._queue.append(_Waiting(connection, cycle, connection.loop.time() + self.limits.turn_s))

    def _start(self, connection: Admitted, cycle: RequestResponseCycle) -> None:
        scope: Any = cycle.scope
        scope[TURNS_KEY] = self
        scope[WIRE_KEY] = connection
        self.at_work += 1
        _IN_FLIGHT.inc()
        task = connection.loop.create_task(connection.work_at(cycle))
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self.tasks.discard(task)
        self.end_turn()

    def take_turn(self) -> None:
        """Count one more that is worked at, also beyond the limit: it had its turn before."""
        self.at_work += 1
        _IN_FLIGHT.inc()

    def begin_wait(self) -> "asyncio.Future[None]":
        """Let others have the turn of a request that only waits; done when the process stops."""
        wait: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.is_stopping or self.is_leaving:
            wait.set_result(None)
        self._waits.add(wait)
        self.end_turn()
        return wait

    def end_wait(self, wait: "asyncio.Future[None]") -> None:
        """Give a request that has waited its turn again."""
        self._waits.discard(wait)
        self.take_turn()

    def end_turn(self) -> None:
        """Count one less, and start whoever waits for it."""
        self.at_work -= 1
        _IN_FLIGHT.dec()
        while self._queue and self.at_work < self.limits.at_work:
            next_one = self._queue.popleft()
            # Nobody works for a client that has left meanwhile.
            if not next_one.cycle.disconnected:
                self._start(next_one.connection, next_one.cycle)

    def refuse_late(self, now: float) -> None:
        """Refuse those who have waited too long for their turn."""
        while self._queue and self._queue[0].until <= now:
            late = self._queue.popleft()
            if not late.cycle.disconnected:
                late.connection.refuse_unseen(late.cycle, Overloaded)

    def stop(self) -> None:
        """Tell those who wait for something to answer, and refuse those who wait for their turn."""
        self.is_stopping = True
        self._end_waits()
        while self._queue:
            waiting = self._queue.popleft()
            waiting.connection.end(Stopping, waiting.cycle)

    def leave(self) -> None:
        """Tell those who wait for something to answer; everybody else is answered as ever."""
        self.is_leaving = True
        self._end_waits()

    def _end_waits(self) -> None:
        for wait in self._waits:
            if not wait.done():
                wait.set_result(None)
