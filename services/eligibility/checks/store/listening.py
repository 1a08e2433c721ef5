"""A cell listens for the hub's heartbeat: how old its copy of what is published is, said where an operator looks."""

from dataclasses import dataclass

import structlog
from prometheus_client import Gauge

from shared.published.heartbeats import READ_AGE
from shared.worlds.metrics import forget_world
from shared.worlds.world import World

LISTENING = "listening for the hub"
"""The work of a world that does so."""
EVERY_S = 1.0
_AGE = Gauge(
    "onshi_published_age_seconds",
    "In a cell: how old its copy of what the hub publishes is; -1 where no beat of the hub has ever come.",
    ["world"],
    multiprocess_mode="livemostrecent",
)
_log = structlog.get_logger()


@dataclass(slots=True)
class Listening:
    """What one world of a cell knows of its hub."""

    world: World
    was_current: bool | None = None

    async def step(self) -> float:
        """Look once, and return when to look again; raises DatabaseUnavailable or DatabaseTooSlow."""
        age = self.world.published_age
        begun = age.begin()
        try:
            (row,) = await self.world.database.fetch(READ_AGE)
            age.saw(row["age_s"], begun)
        finally:
            # Also where the cell's own database does not answer: what was last seen grows older.
            self._say()
        return EVERY_S

    async def is_current(self) -> bool:
        """Tell whether this cell answers; for readiness."""
        return self.world.published_age.is_current

    def forget(self) -> None:
        """Show no figure of a world that is closed."""
        forget_world(_AGE, self.world.name)

    def _say(self) -> None:
        age, world = self.world.published_age, self.world.name
        seconds = age.seconds
        _AGE.labels(world).set(-1.0 if seconds is None else seconds)
        if age.is_current == self.was_current:
            return
        self.was_current = age.is_current
        if self.was_current:
            _log.info("what the hub publishes is current here: this cell answers", world=world)
        elif seconds is None:
            _log.error(
                "no beat of the hub has come: this cell answers nothing until `onshi cell subscribe`", world=world
            )
        elif seconds < 0:
            _log.error(
                "the hub's beats come from the future: a clock is wrong, and this cell answers nothing",
                world=world,
                seconds_ahead=round(-seconds, 1),
            )
        else:
            _log.error(
                "what the hub publishes is too old here: this cell answers nothing until it has caught up",
                world=world,
                age_s=round(seconds, 1),
            )
