"""Making the months of the record before they are needed, so that no check waits for one."""

from datetime import date, timedelta

from shared.clock import JAPAN
from shared.published.eligibility.months import MAKE_MONTHS
from shared.worlds.world import World

_AHEAD = timedelta(days=7)


class MonthsAhead:
    """Of one world: this month, and in its last days the next one, whatever its clock says."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: list[date] = []

    async def keep(self) -> None:
        """Make what is missing; asks the database only when a month begins. Raises DatabaseUnavailable."""
        now = self._world.clock.now()
        instants = [now, now + _AHEAD]
        firsts = [at.astimezone(JAPAN).date().replace(day=1) for at in instants]
        if firsts != self._made:
            # Not on the pool of the check path: one connection more would stand open there for this alone.
            async with self._world.database.transaction() as connection:
                await connection.exec_driver_sql(MAKE_MONTHS, (instants,))
            self._made = firsts
