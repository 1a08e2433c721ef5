"""The connections of a database that nobody uses now: closed when another pool of the process needs them."""

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import greenlet_spawn

from shared.db.budget import ConnectionBudget


class IdleConnections:
    """Those of one engine and one bare pool, which share ``budget`` with others."""

    def __init__(self, budget: ConnectionBudget, engine: AsyncEngine) -> None:
        self._budget = budget
        self._of_engine: set[ConnectionPoolEntry] = set()
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        event.listen(engine.sync_engine, "checkin", self._on_return)
        event.listen(engine.sync_engine, "checkout", self._on_use)

    def also_of(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        """Name the bare pool, which is told of this one when it is made."""
        self._pool = pool

    async def close_idle(self) -> None:
        """Close every connection that nobody uses now; the pools make new ones when they need them."""
        while self._of_engine:
            await greenlet_spawn(self._of_engine.pop().invalidate)
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

    def _on_return(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.dbapi_connection is None:
            return
        if self._budget.is_wanted:
            entry.invalidate()
        else:
            self._of_engine.add(entry)

    def _on_use(self, _connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        self._of_engine.discard(entry)
