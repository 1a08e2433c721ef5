"""A world: everything that a request touches and that another sandbox must not share.

``default`` is one. It is found once per request, from the base path (``/~name/…``), and handed on by argument.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.db.budget import ConnectionBudget
from shared.db.database import Database, Inspect, open_database
from shared.db.urls import with_database
from shared.domain.world_life import WorldLife
from shared.errors import DatabaseUnavailable
from shared.ids import RandomBytes, RandomPage
from shared.settings import Settings
from shared.worlds.background import Background
from shared.worlds.clock import ClockState, WorldClock
from shared.worlds.fault_plan import NO_FAULTS, Faults
from shared.worlds.published_age import PublishedAge
from shared.worlds.state import WorldState

_CHANGES_OF_ONE_INSTANT = timedelta(milliseconds=1)
"""A thousand of one person."""


@dataclass(frozen=True, slots=True)
class World:
    """What one service holds of one world."""

    name: str
    clock: Clock
    random_bytes: RandomBytes
    database: Database
    background: Background = field(default_factory=Background)
    faults: Faults = NO_FAULTS
    """For decorators that are put in at opening; business code asks nobody about faults."""
    generation: int = 1
    """Which life of the world this is (state.py)."""
    published_age: PublishedAge = field(default_factory=PublishedAge)
    """How old what others publish may be here."""
    cell_records: Database | None = None
    """At a hub: where the records of all cells are read; None where there are no cells."""

    @property
    def life(self) -> WorldLife:
        """In which what is given out counts."""
        return WorldLife(self.name, self.generation)

    def known_at(self) -> datetime:
        """Return the instant at which published rows are read: services see what was known then.

        Writers put the changes of one instant a microsecond apart, and a clock can stand still: those are known too.
        The registry's own reads, pinned roots and the keys of tokens go by the clock.

        Raises DatabaseUnavailable in a cell where what is published is older than it may be: an old truth is not
        answered as new. Whoever reads the age too asks ``known_at_any_age``.
        """
        if not self.published_age.is_current:
            raise DatabaseUnavailable
        return self.known_at_any_age()

    def known_at_any_age(self) -> datetime:
        """Return the same for a read that carries the age of what it reads (shared/published/heartbeats.py)."""
        return self.clock.now() + _CHANGES_OF_ONE_INSTANT


@asynccontextmanager
async def open_world(
    settings: Settings,
    service: str,
    inspect: Inspect | None = None,
    *,
    state: WorldState | None = None,
    budget: ConnectionBudget | None = None,
    faults: Faults = NO_FAULTS,
    published_age_limit_s: float | None = None,
    cell_records: Database | None = None,
) -> AsyncIterator[World]:
    """Open a world for ``service``, with its own role's connections; without ``state`` the one that is set.

    ``published_age_limit_s``: how old what others publish may be, where this is a copy of it.
    ``cell_records``: where the records of all cells are read, where there are some.
    """
    state = state or WorldState(settings.world, clock=ClockState(settings.clock_offset))
    url = settings.database_url_of(service)
    if state.database is not None:
        url = with_database(url, state.database)
    timeout_s = settings.statement_timeout_s
    async with open_database(url, statement_timeout_s=timeout_s, inspect=inspect, budget=budget) as database:
        yield World(
            name=state.name,
            clock=WorldClock(state.clock),
            random_bytes=RandomPage(),
            database=database,
            generation=state.generation,
            faults=faults,
            published_age=PublishedAge(published_age_limit_s),
            cell_records=cell_records,
        )
