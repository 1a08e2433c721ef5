"""Transport faults: what happens to a request or its answer on the way, whatever the service says."""

import asyncio
from contextlib import suppress
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from shared.web.turns import ARRIVED_KEY, out_of_turn
from shared.web.wire import wire_of
from shared.worlds.fault_plan import Fired
from simulator.faults.damage import damaged, pieces
from simulator.faults.delays import delay_s
from simulator.faults.failures import failure

BEFORE = ("status", "hang", "reset")
"""The service never sees the request: nothing of it is done or recorded."""
DROPS = frozenset({"hang", "reset"})
"""No answer comes at all."""
DAMAGES = ("truncate", "malformed", "empty", "slow_body")
"""The service has answered, and what it did stays done."""
ANSWERS = (*BEFORE, *DAMAGES)
"""Of these one happens to a request; a delay may come with it."""
LONGEST_HANG_S = 600.0
"""Then the connection ends without an answer."""
_PIECES_A_SECOND = 10


def instead(fired: Fired, scope: Scope) -> list[Message]:
    """Return the answer that comes in the service's place; none where the connection is dropped."""
    if fired.kind in DROPS:
        return []
    status: Any = fired.parameters["status"]
    headers, body = failure(status, fired.parameters.get("form"), scope.get("root_path") or "/")
    return [
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]


async def hold_back(fired: Fired, scope: Scope) -> None:
    """Wait until a delay is over that began when the request arrived.

    It waits no longer than the client and the process; an answer that took longer than the delay is not held back. One
    timer and no task: thousands may wait at once.
    """
    loop = asyncio.get_running_loop()
    until = scope.get(ARRIVED_KEY, loop.time()) + delay_s(fired)
    if until <= loop.time():
        return
    wire = wire_of(scope)
    with out_of_turn(scope) as stopping:
        wait = next(iter(stopping), None) or loop.create_future()
        timer = loop.call_at(until, _end, wait)
        if wire is not None:
            wire.end_when_lost(wait)
        try:
            await wait
        finally:
            timer.cancel()
            if wire is not None:
                wire.end_when_lost(None)


async def drop(fired: Fired, scope: Scope, receive: Receive) -> None:
    """Let a connection hang or reset it: no answer comes."""
    wire = wire_of(scope)
    if fired.kind == "hang":
        await waited(LONGEST_HANG_S, scope, receive)
    if wire is not None:
        (wire.cut if fired.kind == "hang" else wire.reset)()


async def damage(fired: Fired, answer: list[Message], scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer as a rule damages it."""
    start, body = damaged(fired, answer)
    await send(start)
    if fired.kind == "slow_body":
        await _drip(body, fired.parameters, scope, receive, send)
        return
    is_cut = fired.kind == "truncate"
    await send({"type": "http.response.body", "body": body, "more_body": is_cut})
    if is_cut and (wire := wire_of(scope)) is not None:
        wire.cut()


async def waited(seconds: float, scope: Scope, receive: Receive) -> bool:
    """Wait out of turn, until the time is over, the client leaves or the process stops; tell whether it is there."""
    leaving = asyncio.ensure_future(_left(receive))
    try:
        with out_of_turn(scope) as stopping:
            await asyncio.wait({leaving, *stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return not leaving.done()
    finally:
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving


async def _drip(body: bytes, parameters: Any, scope: Scope, receive: Receive, send: Send) -> None:
    for place, piece in enumerate(pieces(body, parameters, _PIECES_A_SECOND)):
        if place and not await waited(1 / _PIECES_A_SECOND, scope, receive):
            return
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _end(wait: "asyncio.Future[None]") -> None:
    if not wait.done():
        wait.set_result(None)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
