"""What a worker writes to the control database beside its answers: gathered for a moment, on a connection of its own.

No answer waits for it. Without anything to write there is no task and no connection.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg
import structlog

from shared.db.urls import for_asyncpg

FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_SOON_S = 0.03
"""How long the first waits for others."""
_IDLE_S = 5.0
_AFTER_A_FAILURE_S = 1.0
_SETTINGS = {"synchronous_commit": "off", "lock_timeout": "1s", "statement_timeout": "2s"}
_log = structlog.get_logger()
Connect = Callable[[], Awaitable[asyncpg.Connection]]


class WrittenBeside:
    """Calls ``write`` as long as it is needed, at most every ``between_s`` seconds.

    ``write`` connects if there is anything to write, and raises one of FAILURES once it has let go what it could not
    write. ``name`` is what a warning calls it, once for each time that it begins to fail.
    """

    def __init__(
        self, control_url: str, name: str, write: Callable[[Connect], Awaitable[None]], *, between_s: float
    ) -> None:
        self._url, self._name, self._write, self._between_s = for_asyncpg(control_url), name, write, between_s
        self._is_needed = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection | None = None
        self._is_failing = False

    def need(self) -> None:
        """Write soon."""
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_while_needed(), name=f"onshi {self._name}")
        self._is_needed.set()

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Write until the end, then what still waits."""
        try:
            yield
        finally:
            if (writing := self._writing) is not None:
                writing.cancel()
                with suppress(asyncio.CancelledError):
                    await writing
            await self._write_once()
            await self._disconnect()

    async def _write_while_needed(self) -> None:
        try:
            loop = asyncio.get_running_loop()
            next_at = loop.time()
            while await self._is_needed_within(_IDLE_S):
                await asyncio.sleep(max(_SOON_S, next_at - loop.time()))
                await self._write_once()
                next_at = loop.time() + (_AFTER_A_FAILURE_S if self._is_failing else self._between_s)
            await self._disconnect()
        finally:
            self._writing = None

    async def _is_needed_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_needed.wait(), seconds)
        return self._is_needed.is_set()

    async def _write_once(self) -> None:
        self._is_needed.clear()
        try:
            await self._write(self._connected)
            self._is_failing = False
        except FAILURES as error:
            if not self._is_failing:
                _log.warning(
                    "nothing can be written beside the answers; what is shed is counted",
                    of=self._name,
                    error=type(error).__name__,
                )
            self._is_failing = True
            await self._disconnect()

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url, timeout=2, command_timeout=3, server_settings=_SETTINGS)
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*FAILURES):
                await connection.close(timeout=1)
