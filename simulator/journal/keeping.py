"""Keeping the journal: requests that have ended are gathered in memory and written beside their answers.

What waits is bounded. Whatever cannot be written in time, because it is too much or because the control database is
gone, is shed and counted: no answer waits for the journal. Without requests there is no task and no connection.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import asyncpg
import msgspec

from shared.worlds.control.beside import FAILURES, Connect, WrittenBeside
from shared.worlds.journal import FinishedRequest
from simulator.journal.refused_proofs import kept_of
from simulator.journal.tables import COLUMNS, MOST_BYTES, MOST_ENTRIES, SEGMENTS

MOST_WAITING = 2_000
"""Entries of one worker that wait to be written."""
MOST_WAITING_BYTES = 4 * 1024 * 1024
"""Of refused proofs that wait to be read."""
_BETWEEN_S = 0.5
"""From one write to the next: a write costs as a check does."""
_AN_ENTRY = 250
"""Bytes of an entry beside its texts, roughly."""
_TAKE_ROOM = """
UPDATE sim.journal_head SET entries = entries + $1, bytes = bytes + $2 RETURNING segment, entries, bytes
"""
_NEXT = "UPDATE sim.journal_head SET segment = $1, entries = $2, bytes = $3"
_SHED = """
INSERT INTO sim.journal_worlds (world, generation, shed) VALUES ($1, $2, $3)
ON CONFLICT (world, generation) DO UPDATE SET shed = journal_worlds.shed + excluded.shed
"""
Row = tuple[object, ...]


class Keeper:
    """An observer that keeps what it is told of, for all worlds of one process."""

    def __init__(self, control_url: str) -> None:
        self._waiting: list[FinishedRequest] = []
        self._waiting_bytes = 0
        self._shed: Counter[tuple[str, int]] = Counter()
        self._beside = WrittenBeside(control_url, "journal", self._write_waiting, between_s=_BETWEEN_S)

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
        self._beside.need()

    def kept(self) -> AbstractAsyncContextManager[None]:
        """Keep until the end, then write what still waits."""
        return self._beside.going_on()

    async def _write_waiting(self, connect: Connect) -> None:
        """Write what waits; what cannot be written is shed."""
        batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
        shed, self._shed = self._shed, Counter()
        if not batch and not shed:
            return
        try:
            await _write(await connect(), [_row(request) for request in batch], shed)
        except FAILURES:
            self._shed.update(shed)
            self._shed.update((request.world, request.generation) for request in batch)
            raise


async def _write(connection: asyncpg.Connection, rows: Sequence[Row], shed: Counter[tuple[str, int]]) -> None:
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
        await connection.copy_records_to_table(f"journal_{segment}", schema_name="sim", columns=COLUMNS, records=rows)
        for (world, generation), count in shed.items():
            await connection.execute(_SHED, world, generation, count)


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
