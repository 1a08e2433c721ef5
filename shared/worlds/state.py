"""What must be known of a world before it is opened, and where a process reads it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from shared.domain.world_life import WorldLife
from shared.errors import WorldUnknown
from shared.worlds.clock import ClockState


class Activity(StrEnum):
    """What requests of a world get."""

    RUNNING = "running"
    """They are answered; the world is opened with the first."""
    PAUSED = "paused"
    """They wait. What is open stays open."""
    CLOSED = "closed"
    """They wait, and nothing of the world is open: its database can be copied or replaced."""


@dataclass(frozen=True, slots=True)
class WorldState:
    """One world as its controls have left it."""

    name: str
    database: str | None = None
    """The name of its database; None: the one that the service's URL names."""
    clock: ClockState = field(default_factory=ClockState)
    generation: int = 1
    """Which life of the world this is: a reset begins the next one."""
    activity: Activity = Activity.RUNNING
    version: int = 0
    """Grows with every change."""
    fault_changes: int = 0
    """How often its fault rules were changed."""

    @property
    def life(self) -> WorldLife:
        """Which life of the world it is."""
        return WorldLife(self.name, self.generation)

    @property
    def is_running(self) -> bool:
        """Tell whether its requests are answered."""
        return self.activity is Activity.RUNNING

    def is_same_life_as(self, other: "WorldState") -> bool:
        """Tell whether what was opened for ``other`` may stay open for this state."""
        return (self.database, self.generation) == (other.database, other.generation)


class WorldStates(Protocol):
    """Where a process learns which worlds there are."""

    def state_of(self, name: str) -> WorldState:
        """Return the state of a world; raises WorldUnknown, or DatabaseUnavailable where it cannot be told."""
        ...

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a world of this name."""
        ...


@dataclass(frozen=True, slots=True)
class OneWorld:
    """The only world of a process, which nothing changes."""

    state: WorldState

    def state_of(self, name: str) -> WorldState:
        """Return the state; raises WorldUnknown for every other name."""
        if name != self.state.name:
            raise WorldUnknown
        return self.state

    def __contains__(self, name: object) -> bool:
        """Tell whether it is this one."""
        return name == self.state.name
