"""Transport faults: what happens to a request or its answer on the way, whatever the service says."""

import asyncio
from contextlib import suppress
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from shared.web.turns import out_of_turn
from shared.worlds.fault_plan import Fired
from simulator.faults.delays import delay_s
from simulator.faults.failures import failure

BEFORE = ("status",)
"""The service never sees the request: nothing of it is recorded."""
DAMAGES: tuple[str, ...] = ()
"""The service has answered, and what it did stays done."""


def instead(fired: Fired, scope: Scope) -> list[Message]:
    """Return the answer that comes in the service's place."""
    status: Any = fired.parameters["status"]
    headers, body = failure(status, fired.parameters.get("form"), scope.get("root_path") or "/")
    return [
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]


async def hold_back(fired: Fired, scope: Scope, receive: Receive) -> bool:
    """Wait as long as a delay says; tell whether the client is still there. It waits no longer than the process."""
    return await waited(delay_s(fired), scope, receive)


async def damage(fired: Fired, answer: list[Message], scope: Scope, receive: Receive, send: Send) -> None:
    """Send an answer as a rule damages it."""
    raise NotImplementedError


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


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
