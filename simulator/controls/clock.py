"""Moving a world's clock: forward only, in every process at once.

The world is paused and ends what it was asked; then its clock is moved, what has fallen due is done, and it goes on.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import asyncpg

from shared.clock import ShiftedClock
from shared.errors import ChangeNotAcknowledged, ClockGoesBack, RequestInvalid, Violation, WorldUnknown
from shared.worlds.clock import ClockState, WorldClock
from shared.worlds.control.changes import PATIENT_S, followed, resume_at, set_activity
from shared.worlds.control.rows import state_in
from shared.worlds.state import Activity, WorldState
from simulator.controls.clock_keys import MoveKey
from simulator.controls.durations import later
from simulator.controls.simulation import STATE, Simulation

Mode = Literal["running", "frozen"]
_TOO_LATE = Violation(
    "/advance", "too-late", "the clock goes to the end of 2199", "時計は2199年末までしか進められません"
)


@dataclass(frozen=True, slots=True)
class Move:
    """How a clock is moved; what is None stays as it is."""

    to: datetime | None = None
    by: str | None = None
    mode: Mode | None = None

    @property
    def as_text(self) -> str:
        """The same for the same move."""
        return "|".join(str(each) for each in (self.to and self.to.astimezone(UTC), self.by, self.mode))


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of all worlds; ``turn`` lets one be moved at a time."""

    simulation: Simulation
    turn: asyncio.Lock
    patience_s: float = PATIENT_S
    """How long every worker has to follow a move."""

    async def read(self, world: str) -> ClockState:
        """Return how a world's clock goes; raises WorldUnknown, ControlsAlone, DatabaseUnavailable."""
        return (await self.simulation.state_of(world)).clock

    async def move(self, world: str, move: Move, key: str | None = None) -> ClockState:
        """Move a world's clock, once under one ``key``; return when every worker has gone on.

        Raises ClockGoesBack, RequestInvalid, IdempotencyKeyReused, ChangeNotAcknowledged (it was not moved),
        ChangeNotFollowed (it was), WorldUnknown, ControlsAlone, DatabaseUnavailable.
        """
        once = None if key is None else MoveKey(key, move.as_text)
        async with self.turn:
            if once is not None and (made := await self._made_before(world, once)) is not None:
                return made
            # What cannot be is refused before anybody has to wait.
            _moved(await self.read(world), move)
            async with self.simulation.database() as connection:
                try:
                    paused = await set_activity(connection, world, Activity.PAUSED)
                    moved = _moved(paused.clock, move)
                except BaseException:
                    await _go_on(connection, world)
                    raise
                keep = None if once is None else partial(once.keep, connection, paused)
                return (await resume_at(connection, world, moved, keep, self.patience_s)).clock

    async def _made_before(self, world: str, once: MoveKey) -> ClockState | None:
        """Return how the clock goes that was moved under the same key, when every worker follows it; else None."""
        async with self.simulation.database() as connection:
            row = await connection.fetchrow(STATE, world)
            if row is None or not await once.is_used(connection, state_in(row)):
                return None
            return (await followed(connection, row, self.patience_s)).clock


async def _go_on(connection: asyncpg.Connection, world: str) -> WorldState | None:
    with suppress(ChangeNotAcknowledged, WorldUnknown):
        return await set_activity(connection, world, Activity.RUNNING)
    return None


def _moved(clock: ClockState, move: Move) -> ClockState:
    now = WorldClock(clock).now()
    to = move.to or now
    if move.by is not None:
        advanced = later(now, move.by)
        if advanced is None:
            raise RequestInvalid([_TOO_LATE])
        to = advanced
    if to < now:
        raise ClockGoesBack
    is_frozen = move.mode == "frozen" or (move.mode is None and clock.frozen_at is not None)
    return ClockState(to - ShiftedClock().now(), to if is_frozen else None)
