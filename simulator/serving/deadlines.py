"""Ends connections that take too long: all are looked at once a second, which costs a request nothing."""

from enum import Enum, auto

from shared.errors import RequestTooSlow
from shared.web.streamed_bodies import is_streamed
from simulator.serving.connection import Connection
from simulator.serving.limits import CROWDED_IDLE_S, LEAVING_S
from simulator.serving.load import Load
from simulator.serving.parts import Part


class Waits(Enum):
    """What a connection waits for."""

    FIRST_BYTE = auto()
    HEAD = auto()
    BODY = auto()
    OURSELVES = auto()
    TAKING = auto()
    """The client takes no more of its answer."""
    NEXT = auto()
    """Nothing: it is idle."""
    END = auto()


class Deadlines:
    """Knows since when each connection has been waiting for the same thing."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._since: dict[Connection, tuple[Waits, tuple[int, int], float]] = {}

    def keep(self, now: float) -> None:
        """End what has waited too long; a deadline is kept to the second."""
        # All are ours: the server makes no others.
        connections: set[Connection] = self._load.connections  # type: ignore[assignment]
        before, self._since = self._since, {}
        for connection in list(connections):
            waits, number = _waits_for(connection), (connection.requests, _streamed(connection))
            seen = before.get(connection)
            since = seen[2] if seen is not None and seen[:2] == (waits, number) else now
            self._since[connection] = (waits, number, since)
            if now - since >= self._patience(connection, waits):
                _end(connection, waits)

    def _patience(self, connection: Connection, waits: Waits) -> float:
        limits = self._load.limits
        if self._load.is_leaving and waits in (Waits.FIRST_BYTE, Waits.NEXT):
            return min(CROWDED_IDLE_S, limits.idle_s)
        if waits in (Waits.FIRST_BYTE, Waits.HEAD):
            return LEAVING_S if connection.is_spare else limits.head_s
        if waits is Waits.NEXT:
            return min(CROWDED_IDLE_S, limits.idle_s) if self._load.is_crowded else limits.idle_s
        if waits is Waits.END:
            return LEAVING_S
        return float("inf") if waits is Waits.OURSELVES else limits.body_s


def _streamed(connection: Connection) -> int:
    """Return how often bytes came of a body that may take as long as it likes, as long as it comes."""
    cycle = connection.latest
    if connection.part is not Part.BODY or cycle is None:
        return 0
    return connection.arrived if is_streamed(cycle.scope["method"], cycle.scope["path"]) else 0


def _waits_for(connection: Connection) -> Waits:
    cycle = connection.latest
    is_answered = cycle is None or cycle.response_complete or cycle.disconnected
    if connection.transport.is_closing() or (connection.has_ended and is_answered):
        return Waits.END
    if connection.flow.write_paused:
        return Waits.TAKING
    if connection.part is Part.HEAD:
        return Waits.HEAD
    if connection.part is Part.BODY:
        return Waits.OURSELVES if connection.flow.read_paused else Waits.BODY
    if connection.requests == 0:
        return Waits.FIRST_BYTE
    return Waits.NEXT if is_answered else Waits.OURSELVES


def _end(connection: Connection, waits: Waits) -> None:
    if waits in (Waits.END, Waits.TAKING):
        connection.transport.abort()
    elif waits in (Waits.HEAD, Waits.BODY):
        connection.refuse(RequestTooSlow)
    else:
        connection.transport.close()
