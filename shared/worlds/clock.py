"""The clock of a world: running beside the machine's clock, or standing still, as the world's state says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import ShiftedClock


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a world's clock goes: ``offset`` ahead of the machine's, or frozen at an instant."""

    offset: timedelta = timedelta()
    frozen_at: datetime | None = None


class WorldClock:
    """A clock whose way of going can be changed; everything that holds it sees the change at once."""

    def __init__(self, state: ClockState) -> None:
        self._running = ShiftedClock(state.offset)
        self._frozen_at = state.frozen_at

    def now(self) -> datetime:
        """Return the world's current instant, with zone UTC."""
        return self._running.now() if self._frozen_at is None else self._frozen_at

    def follow(self, state: ClockState) -> None:
        """Go from now on as ``state`` says."""
        self._running, self._frozen_at = ShiftedClock(state.offset), state.frozen_at
