"""One of the worlds of a running `onshi up`, found through its data folder by a command beside it."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg

from shared.clock import ShiftedClock
from shared.db.embedded import ADMINISTRATOR
from shared.db.urls import for_asyncpg, with_database
from shared.nearest import did_you_mean, nearest
from shared.settings import Settings
from shared.web.edge import DEFAULT_WORLD
from shared.worlds.clock import ClockState, WorldClock
from shared.worlds.control.rows import COLUMNS, state_in
from shared.worlds.state import WorldState
from simulator.worlds.folder_database import CONTROL_DATABASE, NotRunningThere, control_database_beside, url_in_folder
from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.world_record import kept_world

_FIND = f"SELECT {COLUMNS} FROM sim.worlds WHERE name = $1"  # noqa: S608 - put together from a constant
_NAMES = "SELECT name FROM sim.worlds WHERE name !~ '^[.]'"  # without those that are filled to become templates


@dataclass(frozen=True, slots=True)
class WorldInFolder:
    """Its database, for the role that was asked for, and how far its clock runs ahead of the machine's now."""

    url: str = field(repr=False)
    clock_ahead: timedelta


def world_in_folder(settings: Settings, data: Path, world: str, role: str) -> WorldInFolder:
    """Find a world; ``role`` is the administrator or a service's. Raises NotRunningThere."""
    url = url_in_folder(settings, data, role)
    admin_url = url_in_folder(settings, data, ADMINISTRATOR)
    control = CONTROL_DATABASE if settings.database_url is None else control_database_beside(admin_url)
    state, names = asyncio.run(_look_up(with_database(admin_url, control), world))
    if state is None and world == DEFAULT_WORLD:
        # Nobody may make a control database beside a given one: then no clock is moved.
        return WorldInFolder(url, _recorded_offset(data))
    if state is None:
        meant = did_you_mean(nearest(world, names), "`GET /sandboxes` of the controls lists them")
        raise NotRunningThere(f"no world {world!r} is served there{meant}")
    found = url if state.database is None else with_database(url, state.database)
    return WorldInFolder(found, clock_ahead(state.clock))


def clock_ahead(clock: ClockState) -> timedelta:
    """Return how far a world's clock runs ahead of the machine's at this instant."""
    return WorldClock(clock).now() - ShiftedClock().now()


async def _look_up(control_url: str, world: str) -> tuple[WorldState | None, list[str]]:
    """Return what the controls have left of a world, else None and which worlds there are, as far as it is known."""
    try:
        connection = await asyncpg.connect(for_asyncpg(control_url), timeout=10)
    except asyncpg.InvalidCatalogNameError:
        return None, []
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise NotRunningThere(f"the control database cannot be used: {type(error).__name__}") from error
    try:
        row = await connection.fetchrow(_FIND, world)
        names = [] if row is not None else [each["name"] for each in await connection.fetch(_NAMES)]
    finally:
        await connection.close()
    return None if row is None else state_in(row), names


def _recorded_offset(data: Path) -> timedelta:
    try:
        return timedelta(seconds=kept_world(data / "world.json").clock_offset_s)
    except UnusableFolder as error:
        raise NotRunningThere(str(error)) from error
