"""A process that stops answers everybody, with problems where it must, and is gone within two seconds."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.web.turns import out_of_turn
from tests.service.serving.wire import Answer, Wire, echo, get, post, served

GONE_WITHIN_S = 4.0
"""The program promises two; tests may share their machine."""
Read = Callable[[Wire], Awaitable[Answer]]


class Waiter:
    """An app whose answers wait: ``/poll`` for something to happen, others for ever."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "lifespan":
            await echo(scope, receive, send)
            return
        self.entered.set()
        await Request(scope, receive).body()
        if scope["path"] != "/poll":
            await asyncio.Event().wait()
        with out_of_turn(scope) as stopping:
            await asyncio.wait(stopping, timeout=25)
        await PlainTextResponse("nothing new")(scope, receive, send)


async def stopped_behind(sent: bytes, read: Read, *, enters: bool) -> Answer:
    """Return the answer to ``sent`` when the server stops; ``enters`` says whether the app has begun with it."""
    app = Waiter()
    async with served(app) as server, server.wire() as wire:
        await wire.send(sent)
        if enters:
            async with asyncio.timeout(5):
                await app.entered.wait()
        else:
            # What was sent has been read when a later connection has been answered.
            async with server.wire() as later:
                await later.send(b"garbage\r\n\r\n")
                await later.answer()
        loop = asyncio.get_running_loop()
        server.server.should_exit = True
        told_at = loop.time()
        answer = await read(wire)
        assert await wire.end() == b""
    assert loop.time() - told_at < GONE_WITHIN_S
    return answer


async def test_a_long_poll_gets_its_empty_answer() -> None:
    answer = await stopped_behind(get(path="/poll"), Wire.answer, enters=True)

    assert (answer.status, answer.body) == (200, b"nothing new")


@pytest.mark.parametrize(
    ("sent", "read", "enters"),
    [
        (post(b"hello")[:-1], Wire.answer, False),
        (post(b"a" * 100_000)[:-1], Wire.answer, True),
        (b"GET / HT", Wire.answer, False),
        (post(b"hello"), Wire.answer, True),
        (post(b"hello", "Expect: 100-continue")[:-5], Wire.answer_after_continue, True),
    ],
    ids=["half a body", "half a large body", "half a head", "not done", "before the body"],
)
async def test_what_cannot_be_answered_any_more_is_refused_as_a_problem(sent: bytes, read: Read, enters: bool) -> None:
    refused = await stopped_behind(sent, read, enters=enters)

    assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "stopping", "1")


async def test_who_asks_for_nothing_is_let_go() -> None:
    async with served() as server, server.wire() as idle, server.wire() as unused:
        await idle.send(get())
        await idle.answer()
        server.server.should_exit = True

        assert (await idle.end(), await unused.end()) == (b"", b"")
