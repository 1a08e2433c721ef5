"""What is bounded before anybody has shown a token: bytes, time, connections, work."""

import asyncio
from dataclasses import replace

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.service.serving.wire import SOON, echo, get, post, served, until
from tests.worlds import LIMITS

BIG = b"X-Big: " + b"a" * 40_000
HEAD = b"POST /v1/x HTTP/1.1\r\nHost: x\r\n"


class Gate:
    """An app whose answers to POST wait until they are let go."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.entered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "lifespan":
            await echo(scope, receive, send)
            return
        if scope["method"] == "POST":
            self.entered += 1
            await self.opened.wait()
        await PlainTextResponse("done")(scope, receive, send)

    async def has(self, count: int) -> None:
        """Wait until so many are in."""
        await until(lambda: self.entered == count)


@pytest.mark.parametrize(
    "parts",
    [
        [HEAD + BIG + b"\r\n\r\n"],
        [HEAD, *[BIG[at : at + 4096] for at in range(0, len(BIG), 4096)]],
        [HEAD, *[b"X-%d: a\r\n" % number for number in range(6_000)]],
        [b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Big: ", *[b"a" * 4096] * 10],
    ],
    ids=["one header", "one header in parts", "many headers", "address", "trailer"],
)
async def test_a_head_that_is_too_large(parts: list[bytes]) -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(*parts)
        answer = await wire.answer()

        assert (answer.status, answer.code) == (431, "headers-too-large")
        assert answer.headers["connection"] == "close"
        assert await wire.end() == b""


async def test_a_head_as_large_as_the_limit_and_a_large_body_are_taken() -> None:
    async with served() as server, server.wire() as wire:
        filling = "X-Fill: " + "a" * (LIMITS.head_bytes - 100)
        await wire.send(post(b"b" * 300_000, filling))
        first = await wire.answer()
        # The packet that ends a body may hold the next head.
        await wire.send(post(b"b" * 60_000) + get()[:20], get()[20:])
        second, third = await wire.answer(), await wire.answer()

        assert len(first.json()["body"]) == 300_000
        assert (second.status, third.status) == (200, 200)


@pytest.mark.parametrize(
    "sent",
    [b"P", HEAD, post(b"hello")[:-1], post(b"hello")[:-5], post(b"a" * 100_000)[:-1]],
    ids=["first byte", "no end of head", "last byte", "no body", "large body"],
)
async def test_a_request_that_never_becomes_whole(sent: bytes) -> None:
    async with served(limits=SOON) as server, server.wire() as wire:
        await wire.send(sent)
        answer = await wire.answer()

        assert (answer.status, answer.code) == (408, "request-too-slow")
        assert await wire.end() == b""


async def test_a_byte_now_and_then_does_not_help() -> None:
    async with served(limits=SOON) as server, server.wire() as wire:

        async def trickle() -> None:
            for byte in HEAD:
                await wire.send(bytes([byte]))
                await asyncio.sleep(0.1)

        trickling = asyncio.create_task(trickle())
        answer = await wire.answer()
        trickling.cancel()

        assert answer.code == "request-too-slow"


async def test_a_file_that_a_service_takes_as_it_comes_has_time_as_long_as_it_comes() -> None:
    head = b"POST /registry/v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000\r\n\r\n"
    async with served(limits=replace(SOON, body_s=3)) as server, server.wire() as wire:
        await wire.send(head)
        for _ in range(8):
            # Longer together than a body may take, and never as long without a byte.
            await wire.send(b"x" * 50_000)
            await asyncio.sleep(0.6)
        assert (await wire.answer()).status == 200
    async with served(limits=SOON) as server, server.wire() as wire:
        await wire.send(head, b"x")
        assert (await wire.answer()).code == "request-too-slow"


@pytest.mark.parametrize("before", [b"", get()], ids=["never used", "idle"])
async def test_a_connection_without_a_request_is_let_go_without_a_word(before: bytes) -> None:
    async with served(limits=SOON) as server, server.wire() as wire:
        if before:
            await wire.send(before)
            await wire.answer()

        assert await wire.end() == b""


async def test_a_client_that_takes_no_answer_is_let_go() -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await echo(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1000):
            await send({"type": "http.response.body", "body": b"a" * 100_000, "more_body": True})

    async with served(endless, limits=SOON) as server, server.wire() as wire:
        await wire.send(get())
        await until(lambda: server.connections == 1)
        await until(lambda: server.connections == 0)


async def test_beyond_the_limit_only_the_health_is_told() -> None:
    async with (
        served(limits=replace(LIMITS, connections=4)) as server,
        server.wires(4) as within,
        server.wires(3) as beyond,
    ):
        await beyond[0].send(post(b"x"))
        await beyond[1].send(get(path="/healthz"))
        await beyond[2].send(get(path="/registry/metrics"))
        refused, health, metrics = [await wire.answer() for wire in beyond]
        await within[0].send(post(b"x"))

        assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "overloaded", "1")
        assert (health.status, metrics.status) == (200, 200)
        assert [await wire.end() for wire in beyond] == [b"", b"", b""]
        assert (await within[0].answer()).status == 200


async def test_beyond_even_that_a_connection_is_dropped() -> None:
    async with served(limits=replace(LIMITS, connections=4)) as server, server.wires(4 + 32), server.wire() as dropped:
        assert await dropped.end() == b""
        assert server.connections == 4 + 32


async def test_idle_connections_make_room_when_half_are_in_use() -> None:
    async with served(limits=replace(LIMITS, connections=4)) as server, server.wires(3) as wires:
        for wire in wires:
            await wire.send(get())
            await wire.answer()

        assert await wires[0].end() == b""


async def test_more_than_can_be_worked_at_wait_their_turn_and_the_health_does_not() -> None:
    gate = Gate()
    async with served(gate, limits=replace(LIMITS, at_work=2)) as server, server.wires(5) as wires:
        for wire in wires:
            await wire.send(post(b"x"))
        await gate.has(2)
        async with server.wire() as health:
            await health.send(get(path="/readyz"))
            assert (await health.answer()).status == 200
        assert gate.entered == 2
        gate.opened.set()

        assert [(await wire.answer()).status for wire in wires] == [200] * 5


async def test_who_waits_too_long_for_a_turn_is_refused_and_may_ask_again() -> None:
    gate = Gate()
    async with (
        served(gate, limits=replace(LIMITS, at_work=1, turn_s=0.5)) as server,
        server.wires(2) as (first, second),
    ):
        await first.send(post(b"x"))
        await gate.has(1)
        await second.send(post(b"x"))
        refused = await second.answer()
        gate.opened.set()
        await first.answer()
        await second.send(post(b"x"))

        assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "overloaded", "1")
        assert (await second.answer()).status == 200
        assert gate.entered == 2


async def test_nobody_works_for_a_client_that_left_while_it_waited() -> None:
    gate = Gate()
    async with served(gate, limits=replace(LIMITS, at_work=1)) as server, server.wires(2) as (first, second):
        await first.send(post(b"x"))
        await gate.has(1)
        await second.send(post(b"x"))
        # It waits when the health, asked for later, has been answered.
        async with server.wire() as health:
            await health.send(get(path="/healthz"))
            await health.answer()
        second.writer.close()
        await second.writer.wait_closed()
        await until(lambda: server.connections == 1)
        gate.opened.set()
        await first.answer()

        assert gate.entered == 1


@pytest.mark.parametrize("body", [b"x" * 100, b"x" * 100_000], ids=["small", "large"])
async def test_a_request_that_is_still_being_sent_keeps_nobody_from_a_turn(body: bytes) -> None:
    async with served(limits=replace(LIMITS, at_work=1)) as server, server.wire() as slow, server.wire() as quick:
        await slow.send(post(body)[:-1])
        await quick.send(post(b"quick"))

        assert (await quick.answer()).json()["body"] == "quick"
        await slow.send(b"x")
        assert len((await slow.answer()).json()["body"]) == len(body)
