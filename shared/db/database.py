"""One service's connections to one world's database: SQLAlchemy for most work, a bare pool for the check path."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.db.faults import means_unavailable
from shared.db.urls import for_asyncpg, for_sqlalchemy
from shared.errors import DatabaseUnavailable

_BY_KEY_ONLY = {
    # Every statement on the bare pool finds its rows by key. Planned once, on tables that may be empty that day,
    # it must never settle on reading a whole table.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    # Else the inner side of a join is read whole once and kept, while its table is small.
    "enable_material": "off",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Database:
    """Connections of one role. Both pools open connections when they are first needed."""

    engine: AsyncEngine
    pool: "asyncpg.Pool[asyncpg.Record]"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One request, one transaction: committed at the end, rolled back on any error.

        Raises DatabaseUnavailable when PostgreSQL cannot be reached.
        """
        try:
            async with self.engine.begin() as connection:
                yield connection
        except Exception as error:
            if means_unavailable(error):
                raise DatabaseUnavailable from error
            raise

    async def answers(self) -> bool:
        """Tell whether PostgreSQL answers now; for readiness."""
        try:
            async with self.transaction() as connection:
                await connection.exec_driver_sql("SELECT 1")
        except DatabaseUnavailable:
            return False
        return True


@asynccontextmanager
async def open_database(url: str, *, statement_timeout_s: float, pool_size: int = 4) -> AsyncIterator[Database]:
    """Open the pools of one role and close them at the end; no connection is made yet."""
    engine = create_async_engine(
        for_sqlalchemy(url), pool_size=pool_size, pool_pre_ping=True, connect_args={"timeout": 5}
    )
    pool = asyncpg.create_pool(
        for_asyncpg(url),
        min_size=0,
        max_size=pool_size,
        timeout=5,
        command_timeout=statement_timeout_s,
        # Statements on this pool leave no session state, so a connection goes back as it is
        # (the default's reset query costs a round trip: half of the reads).
        reset=_keep_as_it_is,
        server_settings=_BY_KEY_ONLY,
    )
    try:
        async with pool:
            yield Database(engine, pool)
    finally:
        await engine.dispose()


async def _keep_as_it_is(_connection: Any) -> None:
    return None
