"""Bytes on a connection, as no HTTP client would send them; and an app that says what reached it."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from shared.web.edge import Edge
from simulator.serving.connection import Connection
from simulator.serving.server import Server
from tests.worlds import LIMITS

WITHIN_S = 10.0
"""No answer takes longer, on the slowest machine that runs this."""
SOON = replace(LIMITS, head_s=0.5, body_s=0.5, idle_s=0.5, turn_s=0.5)
"""Deadlines that a test can wait for; they are kept to the second."""


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what came."""
    if scope["type"] == "lifespan":
        for _ in range(2):
            message = await receive()
            await send({"type": message["type"] + ".complete"})
        return
    request = Request(scope, receive)
    body = await request.body()
    headers = sorted({name.decode() for name, _ in scope["headers"]})
    told = {"method": scope["method"], "path": scope["path"], "body": body.decode(), "headers": headers}
    await JSONResponse(told)(scope, receive, send)


@dataclass(frozen=True)
class Answer:
    """One answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json"
        return str(self.json()["type"]).removeprefix("urn:onshi:problem:")


class Wire:
    """A connection that sends exactly what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def send(self, *parts: bytes) -> None:
        """Send the parts, each in a packet of its own."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            # Lets the server read this part before the next one is written.
            await asyncio.sleep(0)

    async def head(self) -> str:
        """Read to the next empty line."""
        async with asyncio.timeout(WITHIN_S):
            return (await self._reader.readuntil(b"\r\n\r\n")).decode().removesuffix("\r\n\r\n")

    async def answer(self, *, to_head: bool = False) -> Answer:
        """Read the next answer."""
        status, *lines = (await self.head()).splitlines()
        async with asyncio.timeout(WITHIN_S):
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
            length = 0 if to_head else int(headers.get("content-length", "0"))
            return Answer(int(status.split()[1]), headers, await self._reader.readexactly(length))

    async def answer_after_continue(self) -> Answer:
        """Read the next answer behind ``100 Continue``."""
        assert await self.head() == "HTTP/1.1 100 Continue"
        return await self.answer()

    async def end(self) -> bytes:
        """Return what comes until the server closes."""
        async with asyncio.timeout(WITHIN_S):
            return await self._reader.read()


@dataclass(frozen=True)
class Served:
    """A server that runs in this process."""

    server: Server
    port: int

    @property
    def connections(self) -> int:
        """How many the server holds."""
        return len(self.server.server_state.connections)

    @property
    def requests(self) -> int:
        """How many have begun on them."""
        connections = cast("set[Connection]", self.server.server_state.connections)
        return sum(connection.requests for connection in connections)

    @asynccontextmanager
    async def wire(self) -> AsyncIterator[Wire]:
        """Open a connection."""
        async with self.wires(1) as (wire,):
            yield wire

    @asynccontextmanager
    async def wires(self, count: int) -> AsyncIterator[list[Wire]]:
        """Open several, one after the other."""
        made = [await asyncio.open_connection("127.0.0.1", self.port) for _ in range(count)]
        try:
            yield [Wire(reader, writer) for reader, writer in made]
        finally:
            for _, writer in made:
                writer.transport.abort()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for what nothing tells of when it happens."""
    async with asyncio.timeout(WITHIN_S):
        while not is_so():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)


@asynccontextmanager
async def served(app: Any = echo, limits: Any = LIMITS) -> AsyncIterator[Served]:
    """Serve ``app`` as the program does."""
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = Server(Edge(app), limits)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await until(lambda: server.started or task.done())
        yield Served(server, listener.getsockname()[1])
    finally:
        server.should_exit = True
        await task
        listener.close()


def post(body: bytes, *headers: str, path: str = "/v1/x") -> bytes:
    """Return a POST with a Content-Length."""
    lines = [f"POST {path} HTTP/1.1", "Host: x", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def get(*headers: str, path: str = "/v1/x", method: str = "GET") -> bytes:
    """Return a request without a body."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()
