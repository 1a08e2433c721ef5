"""The one write of a check: the record, and with it the nonce is spent. Durable before the answer leaves.

Records that wait are gathered into one statement and one commit, which keeps the last checks too. A nonce that another
check has spent is the unique key's business (nonces.py): of two concurrent checks one is stored, the other is told
which. So is an Idempotency-Key.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from prometheus_client import Histogram
from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.checks.rules.acts import DisclosureRecord
from services.eligibility.checks.store.for_certain import stored_for_certain
from services.eligibility.checks.store.last_checks import KEEP, STORED_COLUMNS
from shared.db.gather import Gatherer
from shared.db.lane import Fetch
from shared.errors import NonceUsed
from shared.published.eligibility.months import MAKE_MONTHS
from shared.published.eligibility.records import SPENT_BY, storing
from shared.worlds.world import World

SEALING = "sealing"
"""The work of a world that follows on a stored record (record/sealing.py)."""
_MOST_AT_ONCE = 256
_COMMIT = Histogram(
    "onshi_commit_seconds",
    "How long records took from the statement that stores them to their being durable.",
    buckets=[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
)
_TOGETHER = Histogram(
    "onshi_records_a_commit", "How many records shared one commit.", buckets=[1, 2, 4, 8, 16, 32, 64, 128, 256]
)


class KeyTaken(Exception):
    """Another request has taken the Idempotency-Key meanwhile; nothing was stored."""


class TakenKey(msgspec.Struct, frozen=True):
    """An Idempotency-Key that a request takes (idempotency.py). Only digests of it and of the body are kept."""

    holder: str
    key_digest: bytes
    body_digest: bytes
    free_again_before: datetime
    """A key that was taken until then is free again."""


_INSERT = f"WITH {storing('$1', STORED_COLUMNS)}, {KEEP} SELECT check_id FROM stored"  # noqa: S608 - from constants

_TAKE_KEY = """
INSERT INTO eligibility.idempotency_keys AS held (holder, key_digest, body_digest, check_id, taken_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (holder, key_digest) DO UPDATE
    SET body_digest = excluded.body_digest, check_id = excluded.check_id, taken_at = excluded.taken_at
    WHERE held.taken_at <= $6
RETURNING held.check_id
"""

_INSERT_ONCE = f"""
WITH taken AS ({_TAKE_KEY}),
{storing("$7", STORED_COLUMNS, "WHERE record.check_id = (SELECT taken.check_id FROM taken)")},
{KEEP} SELECT check_id FROM stored
"""  # noqa: S608 - put together from what stands above


async def take_key(connection: AsyncConnection, key: TakenKey, made: UUID, at: datetime) -> None:
    """Take a key for what a transaction makes; raises KeyTaken, after whose holder's commit this returns."""
    rows = await connection.exec_driver_sql(_TAKE_KEY, _values(key, made, at))
    if rows.first() is None:
        raise KeyTaken


async def store_within(connection: AsyncConnection, records: Sequence[DisclosureRecord]) -> None:
    """Store records without a nonce as part of a transaction that does more."""
    await connection.exec_driver_sql(MAKE_MONTHS, ([record.checked_at for record in records],))
    await connection.exec_driver_sql(_INSERT, (_written(records),))


class CheckLog:
    """The records of one world's checks."""

    def __init__(
        self, world: World, *, most_waiting: int, told: Callable[[DisclosureRecord], None] = lambda _record: None
    ) -> None:
        """``told``: who else hears of each record that is handed in."""
        self._world, self._told = world, told
        self._lane = world.database.lane()
        self._gatherer = Gatherer(
            self._store, most_at_once=_MOST_AT_ONCE, most_waiting=most_waiting, when_quiet=self._lane.rest
        )

    async def store(self, record: DisclosureRecord, key: TakenKey | None = None) -> None:
        """Return when the record is durable, and its ``key`` with it taken, in one commit.

        Raises NonceUsed, KeyTaken or Overloaded (nothing was stored), or DatabaseUnavailable. Of several at once with
        the same key one is stored, after whose commit the others return.
        """
        self._told(record)
        if key is not None:
            values = (*_values(key, record.check_id, record.checked_at), _written([record]))

            async def once(_records: Sequence[DisclosureRecord]) -> set[UUID]:
                return await self._stored([record], self._world.database.fetch, _INSERT_ONCE, *values)

            if not await stored_for_certain([record], once, self._world.database):
                raise KeyTaken
        elif not await self._gatherer.ask(record):
            raise await self._nonce_used(record)
        self._world.background.need(SEALING)

    async def _store(self, records: Sequence[DisclosureRecord]) -> list[bool]:
        # In the order of their nonces: two workers with the same ones, sent again, wait for each other one way round.
        in_order = sorted(records, key=lambda record: record.nonce or "")
        with _COMMIT.time():
            stored = await stored_for_certain(in_order, self._insert, self._world.database)
        _TOGETHER.observe(len(records))
        return [record.check_id in stored for record in records]

    async def _insert(self, records: Sequence[DisclosureRecord]) -> set[UUID]:
        return await self._stored(records, self._lane.fetch, _INSERT, _written(records))

    async def _stored(
        self, records: Sequence[DisclosureRecord], fetch: Fetch, statement: str, *arguments: object
    ) -> set[UUID]:
        """Return which were stored. A month that nothing foresaw (the clock was moved) is made at its first record."""
        try:
            rows = await fetch(statement, *arguments)
        except asyncpg.CheckViolationError:
            # Nothing was stored. Where it was no month that was missing, it is raised again.
            await fetch(MAKE_MONTHS, [record.checked_at for record in records])
            rows = await fetch(statement, *arguments)
        return {row[0] for row in rows}

    async def _nonce_used(self, record: DisclosureRecord) -> NonceUsed:
        """Name the earlier check, but only to the institution that sent the very same proof."""
        rows = await self._world.database.fetch(SPENT_BY, record.nonce)
        is_same = bool(rows) and (rows[0][1], rows[0][2]) == (record.institution_code, record.proof_digest)
        return NonceUsed(check_id=str(rows[0][0]) if is_same else None)


def _values(key: TakenKey, made: UUID, at: datetime) -> tuple[object, ...]:
    return key.holder, key.key_digest, key.body_digest, made, at, key.free_again_before


def _written(records: Sequence[DisclosureRecord]) -> str:
    return msgspec.json.encode(records).decode()
