"""A way to PostgreSQL that is cut while a record is on its way, or once it is committed and before that is said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_A_RECORD = b'"check_id":'
"""In what is sent with the statement that stores records, and in nothing else of a check."""
_IDLE = b"Z\x00\x00\x00\x05I"
"""ReadyForQuery outside of a transaction: whatever was asked is committed (PostgreSQL's manual, 54.7)."""


class CuttingProxy:
    """Where the database is reached; each cut happens once."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._open: set[asyncio.Task[None]] = set()
        self.cuts_before_commit = self.cuts_after_commit = 0
        """How many records' connections are still to be cut."""
        self.refuses_from_now = False
        """Whether what was cut finds nobody any more."""
        self.refuses = False

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if not self.refuses:
                await self._carry(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_read, to_write = await asyncio.open_unix_connection(str(self._socket))
        swallows = False

        async def ask() -> None:
            nonlocal swallows
            while part := await reader.read(65536):
                if _A_RECORD in part and self.cuts_before_commit:
                    self.cuts_before_commit -= 1
                    self._go_on_or_refuse()
                    return
                if _A_RECORD in part and self.cuts_after_commit:
                    self.cuts_after_commit -= 1
                    swallows = True
                to_write.write(part)
                await to_write.drain()

        async def answer() -> None:
            while part := await to_read.read(65536):
                if not swallows:
                    writer.write(part)
                    await writer.drain()
                elif part.endswith(_IDLE):
                    self._go_on_or_refuse()
                    return

        both = {asyncio.create_task(ask()), asyncio.create_task(answer())}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            to_write.transport.abort()

    def _go_on_or_refuse(self) -> None:
        """Refuse everybody from now on, where that was asked for: those who are connected too."""
        self.refuses = self.refuses_from_now
        for task in self._open if self.refuses else ():
            if task is not asyncio.current_task():
                task.cancel()

    async def end(self) -> None:
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


@asynccontextmanager
async def cutting_proxy(url: str) -> AsyncIterator[tuple[CuttingProxy, str]]:
    """Stand between a service and the server whose socket ``url`` names; yield the proxy and the URL through it."""
    parts = urlsplit(url)
    place = parse_qs(parts.query)
    proxy = CuttingProxy(Path(place["host"][0]) / f".s.PGSQL.{place['port'][0]}")
    server = await asyncio.start_server(proxy.meet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        through = parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}", query="").geturl()
        yield proxy, through
    finally:
        server.close()
        await proxy.end()
