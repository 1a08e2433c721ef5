"""Keeping the journal: requests that have ended are gathered in memory and written beside their answers.

What waits is bounded. Whatever cannot be written in time, because it is too much or because the control database is
gone, is shed and counted: no answer waits for the journal. Without requests there is no task and no connection.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg
import msgspec
import structlog

from shared.db.urls import for_asyncpg
from shared.worlds.journal import FinishedRequest
from simulator.journal.refused_proofs import kept_of
from simulator.journal.tables import COLUMNS, MOST_BYTES, MOST_ENTRIES, SEGMENTS

MOST_WAITING = 2_000
"""Entries of one worker that wait to be written."""
MOST_WAITING_BYTES = 4 * 1024 * 1024
"""Of refused proofs that wait to be read."""
_SOON_S, _BETWEEN_S = 0.03, 0.5
"""How long an entry waits for others, and how long it is from one write to the next: a write costs as a check does."""
_IDLE_S = 5.0
_AFTER_A_FAILURE_S = 1.0
_AN_ENTRY = 250
"""Bytes of an entry beside its texts, roughly."""
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_SETTINGS = {"synchronous_commit": "off", "lock_timeout": "1s", "statement_timeout": "2s"}
_TAKE_ROOM = """
UPDATE sim.journal_head SET entries = entries + $1, bytes = bytes + $2 RETURNING segment, entries, bytes
"""
_NEXT = "UPDATE sim.journal_head SET segment = $1, entries = $2, bytes = $3"
_SHED = """
INSERT INTO sim.journal_worlds (world, generation, shed) VALUES ($1, $2, $3)
ON CONFLICT (world, generation) DO UPDATE SET shed = journal_worlds.shed + excluded.shed
"""
_log = structlog.get_logger()
Row = tuple[object, ...]


class Keeper:
    """An observer that keeps what it is told of, for all worlds of one process."""

    def __init__(self, control_url: str) -> None:
        self._url = for_asyncpg(control_url)
        self._waiting: list[FinishedRequest] = []
        self._waiting_bytes = 0
        self._shed: Counter[tuple[str, int]] = Counter()
        self._is_needed = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._connection: asyncpg.Connection | None = None
        self._is_failing = False

    def finished(self, request: FinishedRequest) -> None:
        """Take a request in, or shed it where too many wait already."""
        if len(self._waiting) >= MOST_WAITING:
            self._shed[request.world, request.generation] += 1
            return
        request = request._replace(raw=None)
        body = request.refused_body
        if body is not None:
            if self._waiting_bytes + len(body) > MOST_WAITING_BYTES:
                request = request._replace(refused_body=None)
            else:
                self._waiting_bytes += len(body)
        self._waiting.append(request)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_while_needed(), name="onshi journal")
        self._is_needed.set()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Keep until the end, then write what still waits."""
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
            loop = asyncio.get_running_loop()
            next_at = loop.time()
            while await self._is_needed_within(_IDLE_S):
                await asyncio.sleep(max(_SOON_S, next_at - loop.time()))
                await self._write_all()
                next_at = loop.time() + (_AFTER_A_FAILURE_S if self._is_failing else _BETWEEN_S)
            await self._disconnect()
        finally:
            self._writing = None

    async def _is_needed_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_needed.wait(), seconds)
        return self._is_needed.is_set()

    async def _write_all(self) -> None:
        """Write what waits; what cannot be written is shed."""
        self._is_needed.clear()
        batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
        shed, self._shed = self._shed, Counter()
        if not batch and not shed:
            return
        try:
            await self._write([_row(request) for request in batch], shed)
            self._is_failing = False
        except _FAILURES as error:
            self._shed.update(shed)
            self._shed.update((request.world, request.generation) for request in batch)
            if not self._is_failing:
                _log.warning("the journal cannot be written; what is shed is counted", error=type(error).__name__)
            self._is_failing = True
            await self._disconnect()

    async def _write(self, rows: Sequence[Row], shed: Counter[tuple[str, int]]) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url, timeout=2, command_timeout=3, server_settings=_SETTINGS)
        connection = self._connection
        size = sum(map(_size, rows))
        async with connection.transaction():
            # One worker at a time, so that what is read by number up to the newest is complete.
            head = await connection.fetchrow(_TAKE_ROOM, len(rows), size)
            assert head is not None  # noqa: S101 - made with the tables
            segment, entries, filled = head
            if entries > len(rows) and (entries > MOST_ENTRIES or filled > MOST_BYTES):
                segment = (segment + 1) % SEGMENTS
                await connection.execute(f"TRUNCATE sim.journal_{segment}")
                await connection.execute(_NEXT, segment, len(rows), size)
            await connection.copy_records_to_table(
                f"journal_{segment}", schema_name="sim", columns=COLUMNS, records=rows
            )
            for (world, generation), count in shed.items():
                await connection.execute(_SHED, world, generation, count)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*_FAILURES):
                await connection.close(timeout=1)


def _row(request: FinishedRequest) -> Row:
    caller, record, body = request.caller, request.record, request.refused_body
    return (
        request.world,
        request.generation,
        request.at,
        request.ended_at,
        request.request_id,
        request.test,
        None if caller is None else caller.client_id,
        None if caller is None else caller.institution_code,
        None if caller is None else caller.role.value,
        request.service,
        request.operation,
        request.face,
        request.status,
        request.code,
        request.check_id,
        request.person_id,
        request.fault,
        request.milliseconds,
        None if record is None else record.proof_digest,
        None if body is None else msgspec.json.encode(kept_of(body, request.at)).decode(),
    )


def _size(row: Row) -> int:
    return _AN_ENTRY + sum(len(value) for value in row if isinstance(value, str))
