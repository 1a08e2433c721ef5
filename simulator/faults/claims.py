"""Counting, over all workers, the requests that a rule fits: in the control database, gathered into few statements.

A counted rule is claimed before it fires, so it fires exactly as often as it says: what was claimed and lost with a
killed worker counts as fired. Others are counted once a second.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import asyncpg
import structlog

from shared.db.gather import Gatherer
from shared.db.urls import for_asyncpg
from shared.errors import Overloaded

Place = tuple[str, int, int]
"""A rule's world, generation and number."""
_FLUSH_EVERY_S = 1.0
_MOST_AT_ONCE, _MOST_WAITING = 1000, 20_000
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_log = structlog.get_logger()

_COUNT = """
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS a(world, generation, number, more)),
locked AS (
    SELECT f.world, f.generation, f.number, a.more FROM sim.faults f JOIN asked a USING (world, generation, number)
    ORDER BY f.world, f.generation, f.number FOR UPDATE OF f)
UPDATE sim.faults f SET seen = f.seen + l.more FROM locked l
WHERE (f.world, f.generation, f.number) = (l.world, l.generation, l.number)
RETURNING f.world, f.generation, f.number, f.seen
"""


class Claims:
    """One worker's claims; connected when something is first counted."""

    def __init__(self, url: str) -> None:
        self._url = for_asyncpg(url)
        self._connection: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()
        self._gatherer = Gatherer(self._claim_all, most_at_once=_MOST_AT_ONCE, most_waiting=_MOST_WAITING)
        self._uncounted: Counter[Place] = Counter()
        self._flushing: asyncio.Task[None] | None = None

    async def claim(self, rule: Place) -> int | None:
        """Return the place of one more request among all that the rule fits, from 1.

        None where the rule is gone, or nobody can count: then it fires for nobody.
        """
        try:
            return await self._gatherer.ask(rule)
        except (*_FAILURES, Overloaded) as error:
            _log.warning("a fault could not be claimed", error=type(error).__name__)
            return None

    def note(self, rule: Place) -> None:
        """Count one more request of a rule that is not claimed, within a second."""
        self._uncounted[rule] += 1
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush_soon())

    async def close(self) -> None:
        """Count what is left, and disconnect."""
        if self._flushing is not None:
            self._flushing.cancel()
        with suppress(*_FAILURES):
            await self._flush()
        await self._disconnect()

    async def _claim_all(self, rules: Sequence[Place]) -> Sequence[int | None]:
        asked = Counter(rules)
        seen = await self._count(asked)
        given = {rule: seen[rule] - count for rule, count in asked.items() if rule in seen}
        places: list[int | None] = []
        for rule in rules:
            if rule in given:
                given[rule] += 1
            places.append(given.get(rule))
        return places

    async def _flush_soon(self) -> None:
        while self._uncounted:
            await asyncio.sleep(_FLUSH_EVERY_S)
            try:
                await self._flush()
            except _FAILURES as error:
                _log.warning("faults could not be counted", error=type(error).__name__)
        self._flushing = None

    async def _flush(self) -> None:
        counted, self._uncounted = self._uncounted, Counter()
        try:
            if counted:
                await self._count(counted)
        except _FAILURES:
            self._uncounted += counted
            raise

    async def _count(self, more: Mapping[Place, int]) -> dict[Place, int]:
        worlds, generations, numbers = zip(*more, strict=True)
        async with self._one_at_a_time:
            try:
                if self._connection is None:
                    self._connection = await asyncpg.connect(self._url, timeout=5, command_timeout=5)
                rows = await self._connection.fetch(_COUNT, worlds, generations, numbers, list(more.values()))
            except BaseException:
                # Whatever it was, the next claim begins on a connection of its own.
                await self._disconnect()
                raise
        return {(row["world"], row["generation"], row["number"]): row["seen"] for row in rows}

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*_FAILURES):
                await connection.close(timeout=1)
