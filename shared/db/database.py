"""One service's connections to one world's database: SQLAlchemy for most work, a bare pool for the check path."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.db.budget import ConnectionBudget
from shared.db.failures import refusal_of
from shared.db.idle_connections import IdleConnections
from shared.db.known_types import KnowingConnection
from shared.db.lane import Lane
from shared.db.one_server import COMPILED, DRIVER
from shared.db.outage_log import OutageLog
from shared.db.urls import for_asyncpg, for_sqlalchemy
from shared.errors import DATABASE_FAILURES

_BY_KEY_ONLY = {
    # Every statement finds its rows by key. Whatever is known of its tables when it is planned, and be it nothing, it
    # must not settle on reading one whole.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    # It gathers all that fits and sorts it, where a page needs the first few in the index's own order.
    "enable_bitmapscan": "off",
    # Else the inner side of a join is read whole once and kept, while its table is small.
    "enable_material": "off",
    "jit": "off",
}
# On the bare pool a statement is planned once; a test holds its plans (tests/service/eligibility/test_plans.py).
_PLANNED_ONCE = {**_BY_KEY_ONLY, "plan_cache_mode": "force_generic_plan"}
# Elsewhere each time, by how large the tables are by then. A statement has half of what its transaction has (roles.py):
# that would end with its connection, and nobody could say why.
_PLANNED_EACH_TIME = {**_BY_KEY_ONLY, "plan_cache_mode": "force_custom_plan", "statement_timeout": "30s"}
# A sort that does not fit is written to the disk: as much as a record of a check needs, many times over.
_WRITE_SOMETHING = """
SELECT count(*) FROM (SELECT repeat(n::text, 30) AS text FROM generate_series(1, 3000) n ORDER BY text OFFSET 1) sorted
"""
_READY_WITHIN_S = 5.0
_COMMIT_SOMETHING = "SELECT pg_logical_emit_message(true, 'onshi readiness', '')"


@dataclass(frozen=True, slots=True)
class Database:
    """Connections of one role. Both pools open connections when they are first needed.

    Every statement of a service runs within ``_refusing``: so an outage is a refusal, wherever it meets a request.
    """

    _engine: AsyncEngine
    _pool: "asyncpg.Pool[asyncpg.Record]"
    _outages: OutageLog

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Return the rows of one statement on the bare pool; raises DatabaseUnavailable or DatabaseTooSlow."""
        lane = self.lane()
        try:
            return await lane.fetch(statement, *arguments)
        finally:
            await lane.rest()

    def lane(self) -> Lane:
        """Return a lane on the bare pool, for statements one after the other."""
        return Lane(self._pool, self._refusing)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One request, one transaction: committed at the end, rolled back on any error.

        Raises DatabaseUnavailable when PostgreSQL cannot be reached, DatabaseTooSlow when a statement takes too long.
        """
        with self._refusing():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def bare_transaction(self) -> "AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]":
        """One transaction on the bare pool, for large rows in the driver's own types; raises as ``transaction``."""
        with self._refusing():
            async with self._pool.acquire() as connection, connection.transaction():
                yield connection

    async def can_write(self) -> bool:
        """Tell whether PostgreSQL writes to its disk and commits now; for readiness. What it wrote leaves no row."""
        try:
            # A commit for which no standby is there waits without an end.
            async with asyncio.timeout(_READY_WITHIN_S), self.transaction() as connection:
                reads_only = await connection.exec_driver_sql(
                    "SELECT current_setting('transaction_read_only')::boolean"
                )
                if reads_only.scalar_one():
                    return False
                await connection.exec_driver_sql("SET LOCAL work_mem = '64kB'")
                await connection.exec_driver_sql(_WRITE_SOMETHING)
                await connection.exec_driver_sql(_COMMIT_SOMETHING)
        except (*DATABASE_FAILURES, TimeoutError):
            return False
        return True

    @contextmanager
    def _refusing(self, statement: str = "") -> Iterator[None]:
        """Turn a failure of the database or of the network into the refusal that the caller gets."""
        try:
            yield
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            known = (error.statement or "") if isinstance(error, DBAPIError) else statement
            self._outages.tell(refusal, error, known)
            raise refusal from error


Inspect = Callable[["asyncpg.Connection"], Coroutine[None, None, None]]
"""Looks at a new connection of the bare pool before anything uses it; what it raises, its first user gets."""


@asynccontextmanager
async def open_database(
    url: str,
    *,
    statement_timeout_s: float,
    pool_size: int = 4,
    inspect: Inspect | None = None,
    budget: ConnectionBudget | None = None,
) -> AsyncIterator[Database]:
    """Open the pools of one role and close them at the end; no connection is made yet.

    A statement on the bare pool has ``statement_timeout_s``, one in a transaction thirty seconds. Connections are
    counted in ``budget``; without one there are as many as the pools allow.
    """
    connect: Callable[..., Any] = asyncpg.connect if budget is None else budget.connect
    engine = create_async_engine(
        make_url(for_sqlalchemy(url)).set(drivername=DRIVER),
        pool_size=pool_size,
        pool_pre_ping=True,
        connect_args={
            "timeout": 5,
            "server_settings": _PLANNED_EACH_TIME,
            "async_creator_fn": connect,
            "connection_class": KnowingConnection,
        },
        execution_options={"compiled_cache": COMPILED},
    )
    idle = None if budget is None else IdleConnections(budget, engine)
    pool = asyncpg.create_pool(
        for_asyncpg(url),
        min_size=0,
        max_size=pool_size,
        timeout=5,
        command_timeout=statement_timeout_s,
        # Statements on this pool leave no session state, so a connection goes back as it is
        # (the default's reset query costs a round trip: half of the reads).
        reset=_keep_as_it_is if idle is None else idle.keep_unless_wanted,
        connect=connect,
        connection_class=KnowingConnection,
        init=inspect,
        server_settings=_PLANNED_ONCE,
    )
    database = Database(engine, pool, OutageLog() if budget is None else budget.outages)
    if budget is not None and idle is not None:
        idle.also_of(pool)
        budget.add(idle)
    try:
        async with pool:
            yield database
    finally:
        if budget is not None and idle is not None:
            budget.remove(idle)
        await engine.dispose()


async def _keep_as_it_is(_connection: Any) -> None:
    return None
