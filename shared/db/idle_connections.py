"""The connections of a database that nobody uses now: closed when another pool of the process needs them."""

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.util import greenlet_spawn

from shared.db.budget import ConnectionBudget


class IdleConnections:
    """Those of one engine and one bare pool, which share ``budget`` with others."""

    def __init__(self, budget: ConnectionBudget, engine: AsyncEngine) -> None:
        self._budget = budget
        self._engine = engine
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        event.listen(engine.sync_engine, "checkin", self._on_return)

    def also_of(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Name the bare pool, which is told of this one when it is made."""
        self._pool = pool

    async def close_idle(self) -> None:
        """Close every connection that nobody uses now; the pools make new ones when they need them."""
        await greenlet_spawn(self._close_idle_of_engine)
        if self._pool is None:
            return
        for _ in range(self._pool.get_idle_size()):
            if not self._pool.get_idle_size():
                return
            async with self._pool.acquire() as connection:
                await connection.close()

    async def keep_unless_wanted(self, connection: asyncpg.Connection) -> None:
        """Close a connection that comes back to the bare pool where another pool waits for one."""
        if self._budget.is_wanted:
            await connection.close()

    def _close_idle_of_engine(self) -> None:
        pool = self._engine.sync_engine.pool
        assert isinstance(pool, QueuePool)  # noqa: S101 - every engine of ours has one (database.py)
        # Each is looked at once: they come out at one end, and go back at the other.
        for _ in range(pool.checkedin()):
            if not pool.checkedin():
                return
            # Taken out while it is closed, as a request takes it: closed where it lies, it could be given to a request
            # meanwhile, whose statement would then fail on a connection that is half closed.
            entry = pool._do_get()  # noqa: SLF001 - the pool has no other way that makes no new connection
            try:
                entry.invalidate()
            finally:
                pool._do_return_conn(entry)  # noqa: SLF001 - same

    def _on_return(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.dbapi_connection is not None and self._budget.is_wanted:
            entry.invalidate()
