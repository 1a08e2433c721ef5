"""Changing the state of a world: a row in the control database, done when every worker has acknowledged it."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg

from shared.db.urls import for_asyncpg
from shared.errors import ChangeNotAcknowledged, ChangeNotFollowed, WorldUnknown
from shared.worlds.clock import ClockState
from shared.worlds.control.rows import COLUMNS, state_in
from shared.worlds.state import Activity, WorldState

WITHIN_S = 2.0
"""How long every worker has to acknowledge a change."""
PATIENT_S = 10.0
"""How long where it holds by then and cannot be taken back: a worker that is gone counts for its lease only."""
_LOOK_EVERY_S = 0.01

_ADD = f"""
INSERT INTO sim.worlds (name, database_name, clock_offset, frozen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET database_name = $2, clock_offset = $3, frozen_at = $4 RETURNING {COLUMNS}
"""  # noqa: S608 - put together from a constant
_BEGIN = f"""
INSERT INTO sim.worlds (name, database_name, clock_offset, frozen_at, generation)
VALUES ($1, $2, $3, $4, (SELECT coalesce(max(generation), 0) + 1 FROM sim.generations WHERE name = $1))
ON CONFLICT (name) DO UPDATE SET database_name = $2, clock_offset = $3, frozen_at = $4, activity = 'running',
    generation = excluded.generation RETURNING {COLUMNS}
"""  # noqa: S608 - same
_SET_ACTIVITY = f"UPDATE sim.worlds SET activity = $2 WHERE name = $1 RETURNING {COLUMNS}"  # noqa: S608 - same
_RESUME_AT = f"""
UPDATE sim.worlds SET clock_offset = $2, frozen_at = $3, is_moved = true, activity = 'running' WHERE name = $1
RETURNING {COLUMNS}
"""  # noqa: S608 - same
_IS_MOVED = "SELECT is_moved FROM sim.worlds WHERE name = $1"
_REMOVE = "DELETE FROM sim.worlds WHERE name = $1"
_MISSING = """
SELECT w.name FROM sim.workers w LEFT JOIN sim.acknowledgements a ON a.worker_id = w.worker_id AND a.world = $1
WHERE w.leased_until > now() AND coalesce(a.version, -1) < $2 ORDER BY w.name
"""


async def begin_with(url: str, state: WorldState, *, is_new: bool = False) -> None:
    """Begin a simulator that serves ``state``'s world: leases of an earlier one are over, the world runs.

    ``is_new`` forgets what is kept of an earlier world of that name. Where the clock was moved it is the kept one.
    """
    connection = await asyncpg.connect(for_asyncpg(url))
    try:
        await connection.execute("DELETE FROM sim.workers")
        # Faults are of one run: a kept world begins as it is.
        await connection.execute("DELETE FROM sim.faults")
        await connection.execute("DELETE FROM sim.fault_profile")
        if is_new:
            await connection.execute(_REMOVE, state.name)
        # A clock that was moved goes on as it stood: it never goes back.
        if not await connection.fetchval(_IS_MOVED, state.name):
            await add_world(connection, state)
        await set_activity(connection, state.name, Activity.RUNNING)
    finally:
        await connection.close()


async def add_world(connection: asyncpg.Connection, state: WorldState) -> WorldState:
    """Add a world, or say anew where it is and how its clock goes; raises ChangeNotAcknowledged."""
    clock = state.clock
    return await acknowledged(
        connection, await connection.fetchrow(_ADD, state.name, state.database, clock.offset, clock.frozen_at)
    )


async def begin_life(
    connection: asyncpg.Connection, state: WorldState, also: Callable[[int], Awaitable[None]] | None = None
) -> WorldState:
    """Begin the next life of a world, on another database: no generation of a name comes twice.

    ``also`` is done in the same transaction, and told the generation. Raises ChangeNotFollowed (it has begun).
    """
    async with connection.transaction():
        clock = state.clock
        row = await connection.fetchrow(_BEGIN, state.name, state.database, clock.offset, clock.frozen_at)
        assert row is not None  # noqa: S101 - it returns what it inserted
        if also is not None:
            await also(row["generation"])
    return await followed(connection, row)


async def set_activity(
    connection: asyncpg.Connection, name: str, activity: Activity, within_s: float = WITHIN_S
) -> WorldState:
    """Pause, close or resume a world; raises WorldUnknown, ChangeNotAcknowledged (it stays as it was asked for)."""
    return await acknowledged(connection, await connection.fetchrow(_SET_ACTIVITY, name, activity.value), within_s)


async def resume_at(
    connection: asyncpg.Connection,
    name: str,
    clock: ClockState,
    also: Callable[[], Awaitable[None]] | None = None,
    within_s: float = PATIENT_S,
) -> WorldState:
    """Let a world run with its clock moved, once what has fallen due is done; ``also`` is of the same transaction.

    Raises WorldUnknown, ChangeNotFollowed (then it was moved, and goes on where it was acknowledged).
    """
    async with connection.transaction():
        moved = await connection.fetchrow(_RESUME_AT, name, clock.offset, clock.frozen_at)
        if also is not None:
            await also()
    return await followed(connection, moved, within_s)


async def remove_world(connection: asyncpg.Connection, name: str) -> None:
    """Close a world everywhere and forget it; raises WorldUnknown, ChangeNotAcknowledged (then it is still there)."""
    await set_activity(connection, name, Activity.CLOSED, PATIENT_S)
    await connection.execute(_REMOVE, name)


async def acknowledged(
    connection: asyncpg.Connection, row: asyncpg.Record | None, within_s: float = WITHIN_S
) -> WorldState:
    """Return the state in a changed row once every worker follows it; raises WorldUnknown, ChangeNotAcknowledged.

    Whoever calls it takes back what was not acknowledged, or lets nothing hang on it.
    """
    state = _state_of(row)
    if missing := await _missing(connection, state, within_s):
        raise ChangeNotAcknowledged(
            detail=f"Not acknowledged within {within_s:.0f} seconds by {missing}.",
            detail_ja=f"{within_s:.0f}秒以内に反映されていません: {missing}",
        )
    return state


async def followed(
    connection: asyncpg.Connection, row: asyncpg.Record | None, within_s: float = PATIENT_S
) -> WorldState:
    """Return the state in a row whose change holds in any case, once every worker follows it.

    Raises WorldUnknown, ChangeNotFollowed.
    """
    state = _state_of(row)
    if missing := await _missing(connection, state, within_s):
        raise ChangeNotFollowed(
            detail=f"It was made. {missing} has not followed within {within_s:.0f} seconds.",
            detail_ja=f"変更は確定しました。{within_s:.0f}秒以内に反映されていないプロセス: {missing}",
        )
    return state


def _state_of(row: asyncpg.Record | None) -> WorldState:
    if row is None:
        raise WorldUnknown
    return state_in(row)


async def _missing(connection: asyncpg.Connection, state: WorldState, within_s: float) -> str:
    """Return the workers that do not follow a state in time, by name; "" where all do."""
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    while missing := await connection.fetch(_MISSING, state.name, state.version):
        if loop.time() >= until:
            return ", ".join(each["name"] for each in missing)
        await asyncio.sleep(_LOOK_EVERY_S)
    return ""
