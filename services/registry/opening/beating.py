"""The heartbeat of what is published, for cells that read a copy of it (docs/cells.md)."""

from shared.published.heartbeats import BEAT
from shared.worlds.world import World

BEATING = "beating"
"""The work of a hub's world that does so. It is never done, so the world stays open."""


async def beat(world: World, every_s: float) -> float:
    """Beat once, and return when to beat again; raises DatabaseUnavailable or DatabaseTooSlow."""
    await world.database.fetch(BEAT)
    return every_s
