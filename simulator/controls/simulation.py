"""What the controls need to change a world: the control database, and where the world's services are."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import cast

import asyncpg

from shared.clock import day_in_japan
from shared.db.failures import refusal_of
from shared.db.urls import for_asyncpg
from shared.errors import ControlsAlone, Overloaded, WorldUnknown
from shared.settings import Settings
from shared.web.edge import DEFAULT_WORLD
from shared.worlds.clock import WorldClock
from shared.worlds.control.rows import COLUMNS, state_in
from shared.worlds.state import WorldState
from simulator.sandboxes.opening import SandboxOptions

_MOST_CONNECTIONS = 4
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
STATE = f"SELECT {COLUMNS} FROM sim.worlds WHERE name = $1"  # noqa: S608 - put together from a constant


@dataclass(frozen=True, slots=True)
class SimulationPlace:
    """Where a simulation is run: its control database, and what its supervisor has announced."""

    control_url: str | None = field(default=None, repr=False)
    announced: Callable[[], Mapping[str, str]] = dict
    sandboxes: SandboxOptions | None = None
    """None where nobody may make databases."""
    journal: Settings | None = field(default=None, repr=False)
    """How to look back at the checks of its worlds, where a journal is kept."""


NOWHERE = SimulationPlace()
"""Of controls that serve alone."""


@dataclass(frozen=True, slots=True)
class Services:
    """Where the services of a world are; ``ca`` is whom to trust over TLS, beside it the institutions' certificates."""

    base_url: str
    ca: Path | None
    client_certificates: Path | None = None


class Simulation:
    """A simulation that runs, seen from its controls. Controls that serve alone have none."""

    def __init__(self, place: SimulationPlace, pool: asyncpg.Pool | None) -> None:
        self._place, self._pool = place, pool

    @property
    def is_alone(self) -> bool:
        """Whether no control database belongs to these controls."""
        return self._pool is None

    @property
    def services(self) -> Services:
        """Where the services of `default` are; raises ControlsAlone, or Overloaded before they are announced."""
        announced = self._announced
        ca, clients = (
            Path(announced[name]) if name in announced else None for name in ("ca_file", "client_certificates")
        )
        return Services(announced["base_url"], ca, clients)

    def services_of(self, world: str) -> Services:
        """Return where the services of a world are; raises as ``services``."""
        found = self.services
        return found if world == DEFAULT_WORLD else replace(found, base_url=f"{found.base_url}/~{world}")

    @property
    def base_url(self) -> str:
        """The address of the services of `default`; raises as ``services``."""
        return self.services.base_url

    @property
    def ca(self) -> Path | None:
        """Whom to trust over TLS; raises as ``services``."""
        return self.services.ca

    @property
    def control_url(self) -> str:
        """Where these controls are served; raises as ``services``."""
        return self._announced["control_url"]

    @property
    def _announced(self) -> Mapping[str, str]:
        if self._pool is None:
            raise ControlsAlone
        announced = self._place.announced()
        if "base_url" not in announced:
            raise Overloaded(detail="The services are not ready yet.", detail_ja="サービスがまだ起動していません。")
        return announced

    @asynccontextmanager
    async def database(self) -> AsyncIterator[asyncpg.Connection]:
        """Lend a connection to the control database; raises ControlsAlone, DATABASE_FAILURES."""
        if self._pool is None:
            raise ControlsAlone
        try:
            async with self._pool.acquire() as connection:
                # A proxy with the methods of the connection.
                yield cast("asyncpg.Connection", connection)
        except _FAILURES as error:
            if (refusal := refusal_of(error)) is None:
                raise
            raise refusal from error

    async def state_of(self, world: str) -> WorldState:
        """Return the state of a world; raises WorldUnknown, ControlsAlone, DatabaseUnavailable."""
        async with self.database() as connection:
            row = await connection.fetchrow(STATE, world)
        if row is None:
            raise WorldUnknown
        return state_in(row)

    async def today_in(self, world: str) -> date:
        """Return the day in Japan by a world's clock; raises as ``state_of``."""
        return day_in_japan(WorldClock((await self.state_of(world)).clock).now())


@asynccontextmanager
async def simulation_at(place: SimulationPlace) -> AsyncIterator[Simulation]:
    """Open a simulation; nothing is connected before it is needed."""
    if place.control_url is None:
        yield Simulation(place, None)
        return
    url = for_asyncpg(place.control_url)
    await _let_go_on(url)
    async with asyncpg.create_pool(url, min_size=0, max_size=_MOST_CONNECTIONS, command_timeout=5) as pool:
        yield Simulation(place, pool)


async def _let_go_on(url: str) -> None:
    """Let worlds go on that controls left paused when they ended in the middle of a change."""
    with suppress(*_FAILURES):
        connection = await asyncpg.connect(url, timeout=5)
        try:
            await connection.execute("UPDATE sim.worlds SET activity = 'running' WHERE activity <> 'running'")
        finally:
            await connection.close()
