"""How much of the record is not sealed yet, and since when: what is changed before it is sealed, is sealed so."""

from dataclasses import dataclass

import structlog
from prometheus_client import Gauge

from shared.published.eligibility.order import COUNT_BEHIND_SEALS
from shared.published.eligibility.seals import COUNT_UNSEALED, MOST_COUNTED
from shared.worlds.metrics import forget_world
from shared.worlds.world import World

LATE_AFTER_S = 60.0
"""From then on readiness warns: sealing takes a second or two, also with a million records a day."""
LOOK_BEHIND_EVERY_S = 3600.0
"""All places are counted then, and what is restored is restored before the start."""
LOOKING_BEHIND = "counting what no seal will reach"
"""The work of a world that does so."""
_COUNT = Gauge(
    "onshi_unsealed_records",
    f"Records that are not sealed yet; {MOST_COUNTED} stands for that and more.",
    ["world"],
    multiprocess_mode="livemostrecent",
)
_OLDEST = Gauge(
    "onshi_oldest_unsealed_seconds",
    "How long ago the oldest record was made that is not sealed; or 0.",
    ["world"],
    multiprocess_mode="livemostrecent",
)
_log = structlog.get_logger()


@dataclass(slots=True)
class Unsealed:
    """What was seen at the last look."""

    oldest_s: float = 0.0
    records: int = 0
    """How many were not sealed, up to MOST_COUNTED."""
    behind: int = 0
    """Records before the last seal and in none, as a version without an order may have stored them after a restore."""

    async def look(self, world: World) -> int:
        """Return how many records are not sealed, up to MOST_COUNTED; raises DatabaseUnavailable or DatabaseTooSlow."""
        (row,) = await world.database.fetch(COUNT_UNSEALED)
        age = 0.0 if row["oldest"] is None else (world.clock.now() - row["oldest"]).total_seconds()
        self.oldest_s = max(age, 0.0)
        self.records = row["records"]
        _COUNT.labels(world.name).set(self.records + self.behind)
        _OLDEST.labels(world.name).set(self.oldest_s)
        return self.records

    async def look_behind(self, world: World) -> float:
        """Count what stands before the last seal and in none; return in how many seconds to count again.

        Until `onshi migrate` has put them in order no sealing reaches them.

        Raises DatabaseUnavailable or DatabaseTooSlow.
        """
        async with world.database.transaction() as connection:
            found = (await connection.exec_driver_sql(COUNT_BEHIND_SEALS)).first()
        self.behind = 0 if found is None else found[0]
        _COUNT.labels(world.name).set(self.records + self.behind)
        if self.behind:
            _log.error("records that no seal will reach: run `onshi migrate`", world=world.name, records=self.behind)
        return LOOK_BEHIND_EVERY_S

    def forget(self, world_name: str) -> None:
        """Show no figures of a world that is closed."""
        for gauge in (_COUNT, _OLDEST):
            forget_world(gauge, world_name)

    async def is_late(self) -> bool:
        """Tell whether the oldest one has waited for longer than sealing takes."""
        return self.oldest_s > LATE_AFTER_S or self.behind > 0
