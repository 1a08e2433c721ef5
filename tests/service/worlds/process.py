"""A process that serves the simulated J-LIS in every world that a control database names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import httpx

from services.jpki.app import create_app
from shared.db.budget import ConnectionBudget
from shared.web.edge import Edge
from shared.worlds.clock import ClockState
from shared.worlds.control.changes import add_world
from shared.worlds.control.link import ControlLink
from shared.worlds.process import ProcessWorlds
from shared.worlds.state import WorldState
from tests.worlds import CLOCK, TestDatabase, serving


@dataclass(frozen=True)
class ControlDatabase:
    """One test's control database."""

    name: str
    url: str
    admin: asyncpg.Connection
    server: asyncpg.Connection
    """Connected to another database of the same server."""

    async def add(self, world: str, database: TestDatabase) -> None:
        """Add a world on ``database``, on the tests' day."""
        await add_world(self.admin, WorldState(world, name_of(database), ClockState(CLOCK.offset)))

    async def backends_of(self, database: TestDatabase) -> int:
        """Return how many connections a world's database has."""
        count: int = await self.server.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = $1", name_of(database)
        )
        return count


def name_of(database: TestDatabase) -> str:
    """Return the name of a database."""
    return database.admin_url.partition("?")[0].rpartition("/")[2]


@asynccontextmanager
async def jpki_in_worlds(
    control: ControlDatabase, database: TestDatabase, *, idle_s: float | None = 60.0, most_connections: int = 8
) -> AsyncIterator[tuple[httpx.AsyncClient, ProcessWorlds]]:
    """Serve the worlds of ``control``; ``database`` says only with which role and password."""
    link = ControlLink(control.url, "worker 1")
    process = ProcessWorlds(link, ConnectionBudget(most_connections), idle_s)
    app = Edge(create_app(database.settings(), process), worlds=link)
    async with link.followed(process), serving(app) as client:
        yield client, process


async def make_card(client: httpx.AsyncClient, world: str) -> int:
    """Make a card in a world, which writes to its database; return the status."""
    answer = await client.post(f"/~{world}/v1/cards", json={"birthdate": "1980-02-17", "pin": "1234"})
    return answer.status_code
