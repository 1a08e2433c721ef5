"""A lane: one connection of the bare pool, kept from statement to statement while its caller has more to ask.

Taking a connection and giving it back costs about as much as a statement that finds a row by key. Whoever asks one
statement after the other (gather.py) takes one for all of them, and gives it back when nobody waits any more.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Final, TypeAlias

import asyncpg
from prometheus_client import Histogram

MOST_IN_TURN: Final = 50
"""After so many statements it is given back all the same: another world of the process may wait for one."""
_WAIT = Histogram(
    "onshi_connection_wait_seconds",
    "How long the check path waited for a connection, each time that it took one.",
    buckets=[0.0001, 0.0005, 0.002, 0.01, 0.05, 0.2, 1, 5],
)
Fetch: TypeAlias = Callable[..., Awaitable[list[asyncpg.Record]]]
"""Of a lane or of a database: a statement and its arguments, to its rows."""


class Lane:
    """Statements one after the other: none may be asked before the one before it was answered."""

    def __init__(
        self, pool: "asyncpg.Pool[asyncpg.Record]", refusing: Callable[[str], AbstractContextManager[None]]
    ) -> None:
        """``refusing`` turns a failure within its block into a refusal (database.py)."""
        self._pool, self._refusing = pool, refusing
        self._held: asyncpg.pool.PoolConnectionProxy[asyncpg.Record] | None = None
        self._in_turn = 0

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Return the rows of one statement; raises DatabaseUnavailable or DatabaseTooSlow."""
        with self._refusing(statement):
            connection = self._held
            if connection is None or _is_lost(connection):
                connection = await self._another()
            try:
                rows = await connection.fetch(statement, *arguments)
            except BaseException as error:
                # It may have broken, or be in the middle of a statement: the pool looks after that.
                await self.rest()
                if isinstance(error, TimeoutError):
                    # There is a connection, so PostgreSQL is there.
                    raise asyncpg.QueryCanceledError from error
                raise
            self._in_turn += 1
            if self._in_turn == MOST_IN_TURN:
                await self.rest()
            return rows

    async def rest(self) -> None:
        """Give back what is held. A statement that is asked while it goes takes another connection."""
        held, self._held = self._held, None
        if held is not None:
            await self._pool.release(held)

    async def _another(self) -> "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]":
        await self.rest()
        began = time.perf_counter()
        self._held, self._in_turn = await self._pool.acquire(), 0
        _WAIT.observe(time.perf_counter() - began)
        return self._held


def _is_lost(connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]") -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        # The pool has taken it back, as it does with one whose end it hears of.
        return True
