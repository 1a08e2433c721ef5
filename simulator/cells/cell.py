"""A cell's side: its subscription to the hub. Run again after a new version, it takes up what is new."""

import asyncio
from collections.abc import Callable

import asyncpg

from shared.db.urls import for_asyncpg
from shared.published.replicated import (
    EMPTY_ALL,
    HEARTBEAT_PUBLICATION,
    HOLDS_ROWS,
    MAKE_BEAT,
    NAME_CELL,
    PUBLICATION,
    SCHEMAS,
    TABLES,
)
from simulator.cells.failure import CellFailed
from simulator.cells.hub import must_be_new_enough

SUBSCRIPTION = "onshi_hub"
_LOOK_EVERY_S = 0.05
_COLUMNS = """
SELECT format('%s.%s.%s', table_schema, table_name, column_name) FROM information_schema.columns
WHERE table_schema = ANY($1::text[])
"""
_NOT_COPIED = """
SELECT r.srrelid::regclass::text FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid
WHERE s.subname = $1 AND r.srsubstate <> 'r' ORDER BY 1
"""
_FAILURES = "SELECT apply_error_count + sync_error_count FROM pg_stat_subscription_stats WHERE subname = $1"


async def subscribe(
    admin: asyncpg.Connection, hub_url: str, name: str, within_s: float, tell: Callable[[str], None]
) -> None:
    """Follow the hub as the cell ``name``, and return when the copy is whole; raises CellFailed.

    ``tell`` hears what is waited for. The hub's ``onshi_cell_<name>`` is the place up to which this cell has read.
    """
    await must_be_new_enough(admin)
    await _must_fit(admin, hub_url)
    connection = await admin.fetchval("SELECT quote_literal($1::text)", for_asyncpg(hub_url))
    publications = await admin.fetchval("SELECT subpublications FROM pg_subscription WHERE subname = $1", SUBSCRIPTION)
    try:
        if publications is None:
            await _must_be_empty(admin)
            await admin.execute(
                f"CREATE SUBSCRIPTION {SUBSCRIPTION} CONNECTION {connection} PUBLICATION {PUBLICATION}"
                f" WITH (slot_name = 'onshi_cell_{name}', failover = true)"
            )
        else:
            await admin.execute(f"ALTER SUBSCRIPTION {SUBSCRIPTION} CONNECTION {connection}")
            await admin.execute(f"ALTER SUBSCRIPTION {SUBSCRIPTION} REFRESH PUBLICATION")
        await wait_for_copies(admin, SUBSCRIPTION, within_s, tell)
        await _name(admin, name)
        if HEARTBEAT_PUBLICATION not in (publications or ()):
            # Last, and not copied: a beat then comes behind all that was committed before it, never ahead of it.
            await admin.execute(MAKE_BEAT)
            await admin.execute(
                f"ALTER SUBSCRIPTION {SUBSCRIPTION} ADD PUBLICATION {HEARTBEAT_PUBLICATION} WITH (copy_data = false)"
            )
    except asyncpg.PostgresError as error:
        # PostgreSQL's own words name publications, slots and tables, and no row of them.
        raise CellFailed(f"the cell cannot follow its hub: {error}") from error


async def unsubscribe(admin: asyncpg.Connection) -> None:
    """Follow the hub no longer, and forget what was copied: a cell answers nothing from then on. Records stay.

    Raises CellFailed: the hub must be there, as it forgets the cell's place.
    """
    try:
        await admin.execute(f"DROP SUBSCRIPTION IF EXISTS {SUBSCRIPTION}")
    except asyncpg.PostgresError as error:
        raise CellFailed(f"the cell cannot take leave of its hub: {error}") from error
    await admin.execute(EMPTY_ALL)


async def _must_fit(admin: asyncpg.Connection, hub_url: str) -> None:
    """Raise CellFailed unless everything that the hub publishes has its place here."""
    try:
        hub = await asyncpg.connect(for_asyncpg(hub_url), timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CellFailed(
            f"the hub of ONSHI_HUB_DATABASE_URL cannot be reached ({type(error).__name__}): has `onshi cell publish` "
            "been run there?"
        ) from error
    try:
        published = {row[0] for row in await hub.fetch(_COLUMNS, SCHEMAS)}
    finally:
        await hub.close()
    here = {row[0] for row in await admin.fetch(_COLUMNS, SCHEMAS)}
    if missing := sorted(published - here):
        raise CellFailed(
            f"this cell is of an older version than its hub: run `onshi migrate` here first (not here: "
            f"{', '.join(missing)})"
        )


async def _must_be_empty(admin: asyncpg.Connection) -> None:
    held = [table for table in TABLES if await admin.fetchval(HOLDS_ROWS.format(table))]
    if held:
        raise CellFailed(
            f"a cell begins with a copy, and this database holds rows of its own ({', '.join(held)}): take one that "
            "was only migrated, or run `onshi cell unsubscribe` first"
        )


async def _name(admin: asyncpg.Connection, name: str) -> None:
    """Let the record of this database say of which cell it is."""
    quoted = await admin.fetchval("SELECT quote_literal($1::text)", name)
    for statement in NAME_CELL:
        await admin.execute(statement.format(quoted))


async def wait_for_copies(
    admin: asyncpg.Connection, subscription: str, within_s: float, tell: Callable[[str], None]
) -> None:
    """Return when every table of a subscription is copied whole; raises CellFailed."""
    loop = asyncio.get_running_loop()
    deadline, told = loop.time() + within_s, ""
    while waited := [row[0] for row in await admin.fetch(_NOT_COPIED, subscription)]:
        if loop.time() > deadline:
            failures = await admin.fetchval(_FAILURES, subscription)
            raise CellFailed(
                f"not copied within {within_s:.0f} s: {', '.join(waited)} (failures: {failures or 0}; PostgreSQL's log "
                "says why); it goes on, run this again to wait for it"
            )
        if (words := f"{len(waited)} tables are left to copy") != told:
            tell(words)
            told = words
        await asyncio.sleep(_LOOK_EVERY_S)
