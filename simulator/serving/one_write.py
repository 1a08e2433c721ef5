"""The head and the body of an answer in one write: one system call and one packet where uvicorn makes two.

ASGI leaves it to the server when a head leaves. Here it waits for the first bytes of its body, where the head says how
long that is; one that says nothing begins a stream, whose reader may want to know at once that it has begun.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_STATUS = b"HTTP/1.1 "
_LENGTH = b"\r\ncontent-length: "


class OneWrite:
    """Stands before the transport of one connection, for its answers."""

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        """Write, or keep a head until its body comes; drop what nobody takes any more.

        uvicorn tells the latest request of a lost connection, and an earlier one that waits may be the one that writes.
        """
        if self._transport.is_closing():
            return
        if self._head:
            data, self._head = self._head + data, b""
        elif data.startswith(_STATUS) and _LENGTH in data:
            self._head = data
            return
        self._transport.write(data)

    def flush(self) -> None:
        """Write a head that no body follows: the answer to HEAD."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def close(self) -> None:
        """Close once what was written has left."""
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Tell whether the connection is closed, or will be."""
        return self._transport.is_closing()


class AnswersInOneWrite(HttpToolsProtocol):
    """uvicorn's connection, whose answers go through ``OneWrite``."""

    answers: OneWrite

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self.answers = OneWrite(transport)

    def on_headers_complete(self) -> None:
        """Hand a request on; its answer is written to as much of a transport as it uses."""
        super().on_headers_complete()
        self.cycle.transport = self.answers  # type: ignore[assignment]

    def on_response_complete(self) -> None:
        """End an answer, and go on to the next request."""
        self.answers.flush()
        super().on_response_complete()
