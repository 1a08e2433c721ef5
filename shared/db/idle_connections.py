"""The connections of a database that nobody uses now: closed when another pool of the process needs them."""

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

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

    def close_idle(self) -> None:
        """Close every connection that nobody uses now; the pools make new ones when they need them.

        They end at once and without a word to PostgreSQL: while that would be waited for, a pool could hand out a
        connection that is being closed, or make a new one in its place.
        """
        while self._of_engine:
            self._of_engine.pop().invalidate()
        if self._pool is None:
            return
        # asyncpg has no public call for this; its own timer of idle connections does the same.
        for holder in self._pool._holders:  # type: ignore[attr-defined] # noqa: SLF001
            if holder.is_connected() and holder.is_idle():
                holder.terminate()

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
