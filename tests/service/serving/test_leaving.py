"""A process that another one replaces: who is connected gets an answer that says it is the last; nobody is cut off."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.web.turns import out_of_turn
from tests.service.serving.wire import WITHIN_S, echo, get, post, served, until


class Waiter:
    """An app whose answers wait: ``/poll`` for something to happen, others to be told."""

    def __init__(self) -> None:
        self.entered, self.may_answer = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "lifespan":
            await echo(scope, receive, send)
            return
        await Request(scope, receive).body()
        self.entered.set()
        if scope["path"] == "/poll":
            with out_of_turn(scope) as stopping:
                await asyncio.wait(stopping, timeout=25)
        else:
            await self.may_answer.wait()
        await PlainTextResponse("answered")(scope, receive, send)


async def test_an_idle_connection_gets_one_more_answer_which_says_that_it_is_the_last() -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(get())
        assert "connection" not in (await wire.answer()).headers
        server.server.leave()
        await wire.send(get())

        last = await wire.answer()

        assert (last.status, last.headers["connection"]) == (200, "close")
        assert await wire.end() == b""


@pytest.mark.parametrize("half", [1, 40])
async def test_what_is_half_sent_is_answered(half: int) -> None:
    async with served() as server, server.wire() as wire:
        whole = post(b"hello")
        await wire.send(whole[:half])
        await until(lambda: server.requests == 1)
        server.server.leave()
        await wire.send(whole[half:])

        last = await wire.answer()

        assert (last.status, last.headers["connection"]) == (200, "close")


async def test_what_is_at_work_is_answered_and_then_the_process_ends() -> None:
    app = Waiter()
    async with served(app) as server, server.wire() as wire:
        await wire.send(get())
        async with asyncio.timeout(WITHIN_S):
            await app.entered.wait()
        server.server.leave()
        app.may_answer.set()

        last = await wire.answer()

        assert (last.body, last.headers["connection"]) == (b"answered", "close")
        await until(lambda: server.connections == 0)


async def test_a_long_poll_gets_its_empty_answer() -> None:
    app = Waiter()
    async with served(app) as server, server.wire() as wire:
        await wire.send(get(path="/poll"))
        async with asyncio.timeout(WITHIN_S):
            await app.entered.wait()
        server.server.leave()

        assert (await wire.answer()).body == b"answered"


async def test_new_connections_are_left_to_others_and_who_says_nothing_is_let_go() -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(get())
        await wire.answer()
        server.server.leave()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", server.port)

        assert await wire.end() == b""
