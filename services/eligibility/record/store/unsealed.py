"""How much of the record is not sealed yet, and since when: what is changed before it is sealed, is sealed so."""

from contextlib import suppress
from dataclasses import dataclass

from prometheus_client import Gauge

from shared.published.eligibility.seals import COUNT_UNSEALED, MOST_COUNTED
from shared.worlds.world import World

LATE_AFTER_S = 60.0
"""From then on readiness warns: sealing takes a second or two, also with a million records a day."""
_COUNT = Gauge(
    "onshi_unsealed_records", f"Records that are not sealed yet; {MOST_COUNTED} stands for that and more.", ["world"]
)
_OLDEST = Gauge(
    "onshi_oldest_unsealed_seconds", "How long ago the oldest record was made that is not sealed; or 0.", ["world"]
)


@dataclass(slots=True)
class Unsealed:
    """What was seen at the last look."""

    oldest_s: float = 0.0

    async def look(self, world: World) -> int:
        """Return how many records are not sealed, up to MOST_COUNTED; raises DatabaseUnavailable or DatabaseTooSlow."""
        (row,) = await world.database.fetch(COUNT_UNSEALED)
        age = 0.0 if row["oldest"] is None else (world.clock.now() - row["oldest"]).total_seconds()
        self.oldest_s = max(age, 0.0)
        _COUNT.labels(world.name).set(row["records"])
        _OLDEST.labels(world.name).set(self.oldest_s)
        records: int = row["records"]
        return records

    def forget(self, world_name: str) -> None:
        """Show no figures of a world that is closed."""
        for gauge in (_COUNT, _OLDEST):
            with suppress(KeyError):
                gauge.remove(world_name)

    async def is_late(self) -> bool:
        """Tell whether the oldest one has waited for longer than sealing takes."""
        return self.oldest_s > LATE_AFTER_S
