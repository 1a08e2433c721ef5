"""What a connection that is lost ends: the wait of the request that it brought."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class EndsWaits(HttpToolsProtocol):
    """uvicorn's connection; the request that is worked at may only wait."""

    _wait: "asyncio.Future[None] | None" = None

    def connection_lost(self, exc: Exception | None) -> None:
        """End the connection, and the wait."""
        super().connection_lost(exc)
        if self._wait is not None and not self._wait.done():
            self._wait.set_result(None)

    def end_when_lost(self, wait: "asyncio.Future[None] | None") -> None:
        """Let a wait be done when the client leaves (shared/web/wire.py)."""
        self._wait = wait
        if wait is not None and self.transport.is_closing() and not wait.done():
            wait.set_result(None)
