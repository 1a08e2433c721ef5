"""How many questions may fit nobody, so that nobody finds out who exists by asking in turn (docs/decisions/0011).

What is counted are the records themselves, by who asks. Nothing is kept beside them, so every worker and service
counts the same.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.errors import TooManyMisses
from shared.ids import first_id_at
from shared.published.eligibility.misses import NEWEST_MISSES, NEWEST_SINGLE_MISSES


def asker_of(client_id: str, institution_code: str | None) -> str:
    """Return whose misses are counted together: the institution's, whichever of its clients asks."""
    return f"client {client_id}" if institution_code is None else institution_code


@dataclass(frozen=True, slots=True)
class MissBudget:
    """How many misses one asker may have within the window that has just passed."""

    limit: int
    window: timedelta
    is_bulk: bool = False
    """Whether it is of many at once; else of all that is asked one by one."""

    def refusal(self, decisive: datetime, now: datetime) -> TooManyMisses:
        """Return the refusal that ends when ``decisive``, the ``limit``-th newest miss, leaves the window."""
        wait_s = math.ceil((decisive + self.window - now).total_seconds())
        # A clock that was moved back must not lock anybody out for longer than the window.
        return TooManyMisses(retry_after_s=min(max(wait_s, 1), math.ceil(self.window.total_seconds())))

    async def used(self, connection: AsyncConnection, asker: str, now: datetime) -> list[datetime]:
        """Return when the asker's misses of the window were, the newest first, at most ``limit``."""
        statement = NEWEST_MISSES if self.is_bulk else NEWEST_SINGLE_MISSES
        since = now - self.window
        found = await connection.exec_driver_sql(statement, (asker, since, self.limit, first_id_at(since)))
        return list(found.scalars())

    async def left(self, connection: AsyncConnection, asker: str, now: datetime) -> int:
        """Return how many more misses the asker may have, at least one; raises TooManyMisses."""
        used = await self.used(connection, asker, now)
        if len(used) >= self.limit:
            raise self.refusal(used[-1], now)
        return self.limit - len(used)
