"""A vendor's gateway between a load run and the simulator: TLS, a path of its own, a key that it wants to see."""

import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn

from onshi.connecting import open_http_async
from shared.clock import ShiftedClock
from simulator.tls.files import lay_tls_files

Message = MutableMapping[str, Any]
PREFIX, KEY = "/onshi", "abc"
_HOP_BY_HOP = (b"host", b"connection", b"content-length", b"transfer-encoding", b"content-encoding", b"accept-encoding")


class Gateway:
    """Hands requests below ``/onshi`` that carry the key on to ``upstream``; counts them and their connections."""

    def __init__(self, upstream: str) -> None:
        self.connections: set[Any] = set()
        self.requests = 0
        self._upstream = upstream

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = [(name, value) for name, value in scope["headers"] if name not in _HOP_BY_HOP]
        status, answered, content = 403, [(b"content-type", b"text/plain")], b"no"
        if (b"x-api-key", KEY.encode()) in headers and scope["path"].startswith(PREFIX):
            self.requests += 1
            self.connections.add(tuple(scope["client"]))
            async with open_http_async(base_url=self._upstream) as http:
                path = scope["path"].removeprefix(PREFIX)
                answer = await http.request(scope["method"], path, content=body, headers=headers)
            status, content = answer.status_code, answer.content
            answered = [(name, value) for name, value in answer.headers.raw if name.lower() not in _HOP_BY_HOP]
        answered.append((b"content-length", str(len(content)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": answered})
        await send({"type": "http.response.body", "body": content})


@contextlib.contextmanager
def serving(gateway: Gateway, folder: Path) -> Iterator[tuple[str, Path]]:
    """Serve it over TLS in a thread; yields its address and the CA to trust."""
    files = lay_tls_files(folder, ["127.0.0.1"], ShiftedClock().now())
    config = uvicorn.Config(
        gateway, host="127.0.0.1", port=0, ssl_certfile=files.server, lifespan="off", log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the gateway has ended"
            thread.join(0.05)  # it comes up within a moment, or its thread ends
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"https://127.0.0.1:{port}{PREFIX}", files.ca
    finally:
        server.should_exit = True
        thread.join()
