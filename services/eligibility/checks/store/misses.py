"""Identifiers that fit nobody are counted, so that nobody finds out who exists by asking in turn (docs/decisions/0011).

What is counted are the records themselves, by who asks and by the way of asking: at the desk (checks and single
registrations by identifiers), by name, and many at once (一括照会, 照会番号一括登録). Nothing is kept beside them, so
every worker counts the same.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.codes import CheckMethod
from shared.errors import TooManyMisses
from shared.published.eligibility.misses import NEWEST_MISSES


def asker_of(client_id: str, institution_code: str | None) -> str:
    """Return whose misses are counted together: the institution's, whichever of its clients asks."""
    return f"client {client_id}" if institution_code is None else institution_code


@dataclass(frozen=True, slots=True)
class MissBudget:
    """How many misses one asker may have within the window that has just passed."""

    limit: int
    window: timedelta

    def refusal(self, decisive: datetime, now: datetime) -> TooManyMisses:
        """Return the refusal that ends when ``decisive``, the ``limit``-th newest miss, leaves the window."""
        wait_s = math.ceil((decisive + self.window - now).total_seconds())
        # A clock that was moved back must not lock anybody out for longer than the window.
        return TooManyMisses(retry_after_s=min(max(wait_s, 1), math.ceil(self.window.total_seconds())))

    async def used(self, connection: AsyncConnection, asker: str, method: CheckMethod, now: datetime) -> list[datetime]:
        """Return when the asker's misses of the window were, the newest first, at most ``limit``."""
        found = await connection.exec_driver_sql(NEWEST_MISSES, (asker, method.value, now - self.window, self.limit))
        return list(found.scalars())

    async def left(self, connection: AsyncConnection, asker: str, method: CheckMethod, now: datetime) -> int:
        """Return how many more misses the asker may have, at least one; raises TooManyMisses."""
        used = await self.used(connection, asker, method, now)
        if len(used) >= self.limit:
            raise self.refusal(used[-1], now)
        return self.limit - len(used)


@dataclass(frozen=True, slots=True)
class MissBudgets:
    """The budgets of one world."""

    single: MissBudget
    """Of who is asked about one by one: by numbers and by name, each counted for itself."""
    bulk: MissBudget
