"""The observer of a worker that counts: it reads each request at once, and hands on what it saw in batches.

What waits in memory is bounded; what cannot be handed on is shed, and counted for its client: a rule is never said to
be kept by what was not looked at. Without requests there is no task and no connection.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import structlog

from shared.clock import ShiftedClock
from shared.db.urls import for_asyncpg
from shared.worlds.journal import FinishedRequest
from simulator.conformance.counting import SETTLED_S, Batch, Whose, count_in_turn, put
from simulator.conformance.observation import Observation, Observations

MOST_WAITING = 4_000
_SOON_S, _UNDER_LOAD_S = 0.03, 0.25
"""How long the first request waits for others, and how long those wait that come while one writes."""
_MANY = 50
_IDLE_S = 5.0
_AFTER_A_FAILURE_S = 1.0
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_SETTINGS = {"synchronous_commit": "off", "lock_timeout": "1s", "statement_timeout": "2s"}
_log = structlog.get_logger()


class ConformanceCounter:
    """Counts the requests of all worlds of one process."""

    def __init__(self, control_url: str, secret: bytes) -> None:
        self._url = for_asyncpg(control_url)
        self._read = Observations(secret).read
        self._waiting: list[Observation] = []
        self._shed: Counter[Whose] = Counter()
        self._is_needed = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection | None = None
        self._is_failing = False

    def finished(self, request: FinishedRequest) -> None:
        """Take a request in, or shed it where too many wait already."""
        seen = self._read(request)
        if seen is None:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._shed[seen.world, seen.generation, seen.client] += 1
            return
        self._waiting.append(seen)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_while_needed(), name="onshi conformance")
        self._is_needed.set()

    @asynccontextmanager
    async def counting(self) -> AsyncIterator[None]:
        """Count until the end, then hand on what still waits."""
        try:
            yield
        finally:
            if (writing := self._writing) is not None:
                writing.cancel()
                with suppress(asyncio.CancelledError):
                    await writing
            await self._write_all()
            await self._disconnect()

    async def _write_while_needed(self) -> None:
        try:
            pause = _SOON_S
            while await self._is_needed_within(_IDLE_S):
                await asyncio.sleep(pause)
                written = await self._write_all()
                pause = _AFTER_A_FAILURE_S if self._is_failing else _UNDER_LOAD_S if written > _MANY else _SOON_S
            await self._disconnect()
        finally:
            self._writing = None

    async def _is_needed_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_needed.wait(), seconds)
        return self._is_needed.is_set()

    async def _write_all(self) -> int:
        self._is_needed.clear()
        batch, self._waiting = self._waiting, []
        many = len(batch)
        shed, self._shed = self._shed, Counter()
        if not batch and not shed:
            return 0
        try:
            connection = await self._connected()
            if not await put(connection, Batch(batch, [(*whose, gone) for whose, gone in shed.items()])):
                self._let_go(batch, shed)
            batch, shed = [], Counter()
            await count_in_turn(connection, ShiftedClock().now().timestamp() - SETTLED_S)
            self._is_failing = False
        except _FAILURES as error:
            self._let_go(batch, shed)
            if not self._is_failing:
                _log.warning("conformance cannot be counted; what is shed is counted", error=type(error).__name__)
            self._is_failing = True
            await self._disconnect()
        return many

    def _let_go(self, batch: list[Observation], shed: Counter[Whose]) -> None:
        self._shed.update(shed)
        self._shed.update((each.world, each.generation, each.client) for each in batch)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url, timeout=2, command_timeout=3, server_settings=_SETTINGS)
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*_FAILURES):
                await connection.close(timeout=1)
