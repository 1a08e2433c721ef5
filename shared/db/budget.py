"""How many connections a process has to PostgreSQL, over all its worlds and services.

Pools ask before they connect. When nothing is left, connections that nobody uses are closed, those of other pools too;
then whoever waits longest is served first.
"""

import asyncio
from collections import deque
from typing import Any, Protocol

import asyncpg

from shared.db.outage_log import OutageLog

WAIT_S = 5.0
"""As long as connecting itself may take."""
_RECALL_EVERY_S = 0.05


class Lender(Protocol):
    """A pool that can do without the connections that it does not use."""

    def close_idle(self) -> None:
        """Close every connection that nobody uses now."""
        ...


class ConnectionBudget:
    """At most ``most`` connections at once."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._lenders: list[Lender] = []
        self.outages = OutageLog()
        """Where all pools of the process say that the database fails."""

    @property
    def left(self) -> int:
        """How many more connections may be made now."""
        return self._left

    @property
    def is_wanted(self) -> bool:
        """Tell whether another pool waits: whoever is done with a connection closes it, instead of keeping it."""
        return bool(self._waiting)

    def add(self, lender: Lender) -> None:
        """Name a pool whose idle connections can be called back."""
        self._lenders.append(lender)

    def remove(self, lender: Lender) -> None:
        """Forget a pool that is closed."""
        self._lenders.remove(lender)

    async def connect(self, *arguments: Any, **options: Any) -> asyncpg.Connection:
        """Connect as ``asyncpg.connect`` does; raises TimeoutError when all stay in use for WAIT_S."""
        await self._take()
        try:
            connection: asyncpg.Connection = await asyncpg.connect(*arguments, **options)
        except BaseException:
            self._give()
            raise
        connection.add_termination_listener(self._on_end)
        return connection

    async def _take(self) -> None:
        if self._left:
            self._left -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(WAIT_S):
                while not turn.done():
                    # Again and again: what was in use a moment ago may be idle now.
                    self._recall(turn)
                    await asyncio.wait([turn], timeout=_RECALL_EVERY_S)
        except BaseException:
            if not turn.cancel():
                # It was given just now: the next one gets it.
                self._give()
            raise

    def _recall(self, turn: "asyncio.Future[None]") -> None:
        for lender in list(self._lenders):
            if turn.done():
                return
            lender.close_idle()

    def _on_end(self, _connection: object) -> None:
        self._give()

    def _give(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._left += 1
