"""A client that leaves ends the wait of its request."""

import asyncio

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from shared.web.turns import out_of_turn
from shared.web.wire import wire_of
from tests.service.serving.wire import echo, get, served

BOUND_S = 5.0


class Held:
    """An app that answers nobody before the client has left."""

    def __init__(self) -> None:
        self.entered, self.ended = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the client to leave, as whoever is sent nothing meanwhile."""
        if scope["type"] == "lifespan":
            await echo(scope, receive, send)
            return
        await Request(scope, receive).body()
        wire = wire_of(scope)
        assert wire is not None
        with out_of_turn(scope) as stopping:
            (wait,) = stopping
            wire.end_when_lost(wait)
            self.entered.set()
            await wait
        self.ended.set()


async def test_a_wait_ends_when_its_client_leaves() -> None:
    app = Held()
    async with served(app) as server:
        async with server.wire() as wire, asyncio.timeout(BOUND_S):
            await wire.send(get(path="/held"))
            await app.entered.wait()
        async with asyncio.timeout(BOUND_S):
            await app.ended.wait()
