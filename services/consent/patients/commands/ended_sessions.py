"""Removing the sessions of patients that are over: they name a person and a card, and open nothing any more."""

from datetime import timedelta

from shared.worlds.world import World

REMOVING = "removing sessions"
"""The work of a world that follows on a session that was opened."""
KEPT_AFTER_END = timedelta(days=1)
"""Until then the answer to a token is that its session has ended; its nonce has expired long before."""
_EVERY_S = 600.0
_MOST_AT_ONCE = 1000

_REMOVE = """
DELETE FROM consent.sessions WHERE token_digest IN (
    SELECT token_digest FROM consent.sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
"""
_IS_ANY_LEFT = "SELECT token_digest FROM consent.sessions LIMIT 1"


async def remove_ended(world: World) -> float | None:
    """Remove what is over for a day; return when to look again, or None when no session is left."""
    async with world.database.transaction() as connection:
        removed = await connection.exec_driver_sql(_REMOVE, (world.clock.now() - KEPT_AFTER_END, _MOST_AT_ONCE))
        is_any_left = (await connection.exec_driver_sql(_IS_ANY_LEFT)).first() is not None
    if removed.rowcount >= _MOST_AT_ONCE:
        return 0.0
    return _EVERY_S if is_any_left else None
