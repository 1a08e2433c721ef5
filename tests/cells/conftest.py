"""A hub and a cell: two PostgreSQL servers of their own, started once; each test begins with empty published tables.

They cost 5 s, and 20 s where much else runs.
"""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.published.replicated import EMPTY_ALL, MAKE_BEAT
from shared.settings import SERVICES
from simulator.cells.cell import subscribe
from simulator.cells.hub import publish
from tests.clinic import all_generations
from tests.conftest import PASSWORDS
from tests.worlds import TODAY, TestDatabase

_ADMIN, _PASSWORD, _DATABASE = "onshi_admin", "admin-test-password", "onshi_default"


@dataclass(frozen=True)
class Place:
    """A server with one migrated database, and where an administrator stands in it."""

    server: EmbeddedPostgres
    admin: asyncpg.Connection

    @property
    def database(self) -> TestDatabase:
        urls = {name: self.server.url_of(runtime_role(name), PASSWORDS[name], _DATABASE) for name in SERVICES}
        return TestDatabase(admin_url_of(self.server), urls)

    @property
    def hub_url(self) -> str:
        """By which cells come."""
        return self.server.url_of("onshi_replication", "a password, with % and /", _DATABASE)


def admin_url_of(server: EmbeddedPostgres, database: str = _DATABASE) -> str:
    return server.url_of(_ADMIN, _PASSWORD, database)


@asynccontextmanager
async def started(name: str) -> AsyncIterator[EmbeddedPostgres]:
    """A server with a database that was migrated."""
    with tempfile.TemporaryDirectory(prefix=f"onshi-{name}-") as folder:
        server = EmbeddedPostgres(Path(folder), _PASSWORD, durable=False)
        try:
            await server.start()
            admin = await asyncpg.connect(server.admin_url)
            await admin.execute(f"CREATE DATABASE {_DATABASE}")
            await admin.close()
            await migrate(admin_url_of(server), PASSWORDS)
            yield server
        finally:
            await server.stop()


@asynccontextmanager
async def standing_in(server: EmbeddedPostgres) -> AsyncIterator[Place]:
    admin = await asyncpg.connect(admin_url_of(server))
    try:
        yield Place(server, admin)
    finally:
        # A test may have killed the server.
        admin.terminate()


@pytest.fixture(scope="session")
def authorities() -> dict[int, Authority]:
    return all_generations(TODAY)


@pytest.fixture(scope="session")
def card_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
async def servers() -> AsyncIterator[tuple[EmbeddedPostgres, EmbeddedPostgres]]:
    async with started("hub") as hub, started("cell") as cell:
        yield hub, cell


@pytest.fixture
async def hub(servers: tuple[EmbeddedPostgres, EmbeddedPostgres]) -> AsyncIterator[Place]:
    """A hub that publishes, and has published nothing yet."""
    async with standing_in(servers[0]) as made:
        async with made.admin.transaction():
            await made.admin.execute(EMPTY_ALL)
            await made.admin.execute(MAKE_BEAT)
        await publish(made.admin, made.hub_url)
        yield made


@pytest.fixture
async def cell(hub: Place, servers: tuple[EmbeddedPostgres, EmbeddedPostgres]) -> AsyncIterator[Place]:
    """A cell that follows the hub."""
    async with standing_in(servers[1]) as made:
        await subscribe(made.admin, hub.hub_url, "one", 60.0, print)
        yield made
