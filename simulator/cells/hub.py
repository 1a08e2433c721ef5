"""The hub's side: who may read what is published, and the publications. Run again, it changes only what is new."""

from urllib.parse import unquote, urlsplit

import asyncpg

from shared.db.urls import password_of
from shared.published.replicated import (
    HEARTBEAT_PUBLICATION,
    HEARTBEATS,
    MAKE_BEAT,
    PUBLICATION,
    SCHEMAS,
    TABLES,
)
from simulator.cells.failure import CellFailed

OLDEST_VERSION = 17
"""Of PostgreSQL: since then the place of a subscription survives a failover of its publisher."""


async def publish(admin: asyncpg.Connection, hub_url: str) -> None:
    """Publish to cells, who come as the role and with the password in ``hub_url``; raises CellFailed."""
    if await admin.fetchval("SHOW wal_level") != "logical":
        raise CellFailed("this PostgreSQL cannot publish: set wal_level = logical and start it again")
    await must_be_new_enough(admin)
    async with admin.transaction():
        await _let_in(admin, hub_url)
        # Every later beat changes this row; one that came as a new row would be there twice.
        await admin.execute(MAKE_BEAT)
        for name, tables in ((PUBLICATION, TABLES), (HEARTBEAT_PUBLICATION, (HEARTBEATS,))):
            is_there = await admin.fetchval("SELECT true FROM pg_publication WHERE pubname = $1", name)
            how = f"ALTER PUBLICATION {name} SET TABLE" if is_there else f"CREATE PUBLICATION {name} FOR TABLE"
            await admin.execute(f"{how} {', '.join(tables)}")


async def must_be_new_enough(admin: asyncpg.Connection) -> None:
    """Raise CellFailed where PostgreSQL is too old for a hub or a cell."""
    if admin.get_server_version().major < OLDEST_VERSION:
        raise CellFailed(f"a hub and its cells need PostgreSQL {OLDEST_VERSION} or newer")


async def _let_in(admin: asyncpg.Connection, hub_url: str) -> None:
    role = unquote(urlsplit(hub_url).username or "")
    quoted_role = await admin.fetchval("SELECT quote_ident($1::text)", role)
    password = await admin.fetchval("SELECT quote_literal($1::text)", password_of(hub_url))
    if not await admin.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
        await admin.execute(f"CREATE ROLE {quoted_role} NOSUPERUSER NOCREATEDB NOCREATEROLE")
    await admin.execute(f"ALTER ROLE {quoted_role} LOGIN REPLICATION PASSWORD {password}")
    await admin.execute(f"GRANT USAGE ON SCHEMA {', '.join(SCHEMAS)} TO {quoted_role}")
    await admin.execute(f"GRANT SELECT ON {', '.join((HEARTBEATS, *TABLES))} TO {quoted_role}")
