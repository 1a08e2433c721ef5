"""Removing what is over: visits that nobody ended, passcodes, and what the clinic's screens have shown."""

from datetime import datetime
from typing import Final

from shared.worlds.world import World

REMOVING: Final = "removing what is over at the readers"
_EVERY_S: Final = 300.0
_REMOVE: Final = (
    "DELETE FROM reader.visits WHERE ends_at <= $1",
    "DELETE FROM reader.passcodes WHERE expires_at <= $1",
    "DELETE FROM reader.receptions WHERE kept_until <= $1",
)
_IS_ANY_LEFT: Final = """
SELECT 1 FROM reader.visits UNION ALL SELECT 1 FROM reader.passcodes UNION ALL SELECT 1 FROM reader.receptions LIMIT 1
"""


async def remove_over(world: World) -> float | None:
    """Remove what is over; return when to look again, or None when nothing is left."""
    now: datetime = world.clock.now()
    for statement in _REMOVE:
        await world.database.fetch(statement, now)
    return _EVERY_S if await world.database.fetch(_IS_ANY_LEFT) else None
