"""The hub's side: who may read what is published, and the publications. Run again, it changes only what is new."""

from collections.abc import Sequence
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
    await must_publish(admin)
    async with admin.transaction():
        await let_in(admin, hub_url, SCHEMAS, (HEARTBEATS, *TABLES))
        # Every later beat changes this row; one that came as a new row would be there twice.
        await admin.execute(MAKE_BEAT)
        await set_publication(admin, PUBLICATION, TABLES)
        await set_publication(admin, HEARTBEAT_PUBLICATION, (HEARTBEATS,))


async def must_be_new_enough(admin: asyncpg.Connection) -> None:
    """Raise CellFailed where PostgreSQL is too old for a hub or a cell."""
    if admin.get_server_version().major < OLDEST_VERSION:
        raise CellFailed(f"a hub and its cells need PostgreSQL {OLDEST_VERSION} or newer")


async def must_publish(admin: asyncpg.Connection) -> None:
    """Raise CellFailed where this PostgreSQL cannot publish."""
    if await admin.fetchval("SHOW wal_level") != "logical":
        raise CellFailed("this PostgreSQL cannot publish: set wal_level = logical and start it again")
    await must_be_new_enough(admin)


async def set_publication(admin: asyncpg.Connection, name: str, tables: Sequence[str]) -> None:
    """Let a publication be of these tables; of one in parts all parts, by the name of the whole."""
    is_there = await admin.fetchval("SELECT true FROM pg_publication WHERE pubname = $1", name)
    how = f"ALTER PUBLICATION {name} SET TABLE" if is_there else f"CREATE PUBLICATION {name} FOR TABLE"
    options = "" if is_there else " WITH (publish_via_partition_root = true)"
    await admin.execute(f"{how} {', '.join(tables)}{options}")


async def let_in(admin: asyncpg.Connection, url: str, schemas: Sequence[str], tables: Sequence[str]) -> None:
    """Let who comes with the role and the password in ``url`` read these tables, and nothing else."""
    role = unquote(urlsplit(url).username or "")
    quoted_role = await admin.fetchval("SELECT quote_ident($1::text)", role)
    password = await admin.fetchval("SELECT quote_literal($1::text)", password_of(url))
    if not await admin.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
        await admin.execute(f"CREATE ROLE {quoted_role} NOSUPERUSER NOCREATEDB NOCREATEROLE")
    await admin.execute(f"ALTER ROLE {quoted_role} LOGIN REPLICATION PASSWORD {password}")
    await admin.execute(f"GRANT USAGE ON SCHEMA {', '.join(schemas)} TO {quoted_role}")
    await admin.execute(f"GRANT SELECT ON {', '.join(tables)} TO {quoted_role}")
