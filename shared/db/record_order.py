"""The order of the record of checks, kept through restarts and restores.

A record's place (``listed_in``) is the number of the transaction that wrote it, counted from a *base*. Numbers alone
are an order in one PostgreSQL cluster only: in another one they begin anew, below those of restored records, and in a
copy that is older than what callers have seen they come again. So `onshi migrate` and `onshi up` set the base anew
whenever PostgreSQL was started since the last time, which no restore can do without: the base is the second of that
start, above every place given before, whether it is in this database or was lost with a newer one.

Where nobody has done so, records would be stored behind the backs of those who list and seal them: what serves checks
refuses then (``refuse_without_order``).
"""

import asyncpg
import structlog

from shared.db.database import Database
from shared.db.failures import DatabaseUnusable
from shared.db.roles import owner_role
from shared.errors import DATABASE_FAILURES
from shared.published.eligibility.order import (
    COUNT_BEHIND_SEALS,
    HIGHEST_PLACE,
    IS_KEPT,
    LOCK_RECORD,
    MOVE_BEHIND_SEALS,
    counting_from,
)

_PLACES_OF_A_SECOND = 1 << 31
"""How far bases a second apart lie from each other. More transactions in one cluster do no harm: see ``_NEXT_BASE``."""
_LOCK_TIMEOUT_S = 5
_log = structlog.get_logger()

_IS_CURRENT = "SELECT begun_under = pg_postmaster_start_time() FROM eligibility.record_order"
# The clock of a machine may have been set back: a base is above the one before all the same, and above all places.
_NEXT_BASE = f"""
SELECT greatest(
    floor(extract(epoch FROM pg_postmaster_start_time()))::bigint * {_PLACES_OF_A_SECOND}, base + {_PLACES_OF_A_SECOND},
    {HIGHEST_PLACE}::text::bigint)
FROM eligibility.record_order
"""  # noqa: S608 - put together from the above
_SET_BASE = "UPDATE eligibility.record_order SET base = $1, begun_under = pg_postmaster_start_time()"


class RecordOrderLost(DatabaseUnusable):
    """This database was restored, and `onshi migrate` has not been run since."""


async def keep_record_order(admin: asyncpg.Connection) -> None:
    """Set the base anew where PostgreSQL was started since it was set, or the order is lost; else change nothing.

    Checks that are under way are waited for, up to five seconds, and later ones wait; reading goes on.
    """
    async with admin.transaction():
        await admin.execute(f"SET LOCAL ROLE {owner_role('eligibility')}")
        if await _is_settled(admin):
            return
        # Before the lock: it takes a while where there are many, and more of them do not come meanwhile.
        behind = await admin.fetchval(COUNT_BEHIND_SEALS)
        await admin.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT_S}s'")
        # A record counted from the old base must not be committed after one that is counted from the new one.
        await admin.execute(LOCK_RECORD)
        if await _is_settled(admin):
            # Another `onshi migrate` was quicker.
            return
        is_kept = await _is_kept(admin)
        base = await admin.fetchval(_NEXT_BASE)
        await admin.execute(counting_from(base))
        await admin.execute(_SET_BASE, base)
        if not is_kept or behind:
            for statement in MOVE_BEHIND_SEALS:
                await admin.execute(statement)


async def refuse_without_order(connection: asyncpg.Connection) -> None:
    """Refuse a new connection to a database whose order is lost; raises RecordOrderLost.

    Asked once a connection, so a check pays nothing: none outlives the start of PostgreSQL that a restore needs.
    """
    if not await _is_kept(connection):
        _log.error("this database was restored: no check is answered before `onshi migrate` has been run")
        raise RecordOrderLost("this database was restored: run `onshi migrate`")


async def keeps_record_order(database: Database) -> bool:
    """Tell whether what is stored next comes behind all that is there, and can be stored; for readiness."""
    try:
        (row,) = await database.fetch(IS_KEPT)
    except DATABASE_FAILURES:
        return False
    is_kept: bool = row[0]
    return is_kept


async def _is_kept(connection: asyncpg.Connection) -> bool:
    is_kept: bool = await connection.fetchval(IS_KEPT)
    return is_kept


async def _is_settled(admin: asyncpg.Connection) -> bool:
    return await admin.fetchval(_IS_CURRENT) and await _is_kept(admin)
