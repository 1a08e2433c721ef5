"""Callers that are slow, that leave, and that take no answer: a bad line, a program that hangs, a hostile one."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.chaos.processes import connections_with
from tests.chaos.stand import Stand, wait_until

_CALLERS = 100
_LEAVING = 2_000
_SMALL_BUFFER = 4096
_LARGE = b"GET /eligibility/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""Answered with more than the buffers between two processes hold, asked often enough."""
_TIMES = 64


def send_heads_slowly(stand: Stand, load: Load) -> str:
    """A byte of the head every look, from a hundred callers: each is ended when its time is over."""
    head = load.request_of_a_check()
    with _connected(stand) as callers:
        rests = {caller: iter(head) for caller in callers}
        return _ended(stand, load, callers, lambda caller: caller.send(bytes([next(rests[caller])])))


def send_bodies_slowly(stand: Stand, load: Load) -> str:
    """A check without its last byte, from a hundred callers: each is ended when its time is over."""
    request = load.request_of_a_check()
    with _connected(stand) as callers:
        for caller in callers:
            caller.sendall(request[:-1])
        return _ended(stand, load, callers)


def stop_reading(stand: Stand, load: Load) -> str:
    """A hundred callers ask for much and take none of it: each is ended when its time is over."""
    with _connected(stand) as callers:
        for caller in callers:
            caller.setblocking(False)
            caller.send(_LARGE * _TIMES)
        return _ended(stand, load, callers)


def leave_early(stand: Stand, load: Load) -> str:
    """Two thousand callers ask for a check and leave at once; each may be on record, and nobody was answered."""
    request = load.request_of_a_check()
    seen = load.seen
    for _ in range(_LEAVING // _CALLERS):
        with _connected(stand) as callers:
            for caller in callers:
                caller.sendall(request)
    before = len(seen.answered)
    wait_until(lambda: len(seen.answered) > before, "an answer behind those who left")
    return f"{_LEAVING} left"


@contextmanager
def _connected(stand: Stand) -> Iterator[list[socket.socket]]:
    with ExitStack() as at_the_end:
        callers = []
        for _ in range(_CALLERS):
            caller = at_the_end.enter_context(socket.socket())
            # Before it is connected: what this side takes without being asked is small.
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
            caller.settimeout(30)
            caller.connect(("127.0.0.1", stand.port))
            callers.append(caller)
        yield callers


def _wait(_caller: socket.socket) -> None:
    """Send nothing more."""


def _ended(
    stand: Stand, load: Load, callers: list[socket.socket], go_on: Callable[[socket.socket], object] = _wait
) -> str:
    """Wait until each has been ended, while desks are answered; tell how long it took."""
    seen, began = load.seen, time.monotonic()
    wait_until(lambda: _held(stand) >= len(callers), "slow callers that are connected")
    before = len(seen.answered)

    def all_ended() -> bool:
        for caller in callers:
            # Some have been ended already.
            with suppress(OSError):
                go_on(caller)
        return _held(stand) < len(callers) // 2

    wait_until(all_ended, "the end of slow callers")
    if len(seen.answered) == before:
        raise DidNotHold("nobody was answered beside slow callers")
    return f"{len(callers)} were ended within {time.monotonic() - began:.0f} s"


def _held(stand: Stand) -> int:
    """Return how many connections the workers hold: those of desks, a dozen, and of slow callers.

    Who takes nothing does not see that the connection was ended: that stands behind what has not been taken.
    """
    return sum(connections_with(worker, stand.port) for worker in stand.workers())
