"""A PostgreSQL of its own for the hub and for each cell, on this machine."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from shared.db.embedded import EmbeddedPostgres
from shared.db.embedded.cluster import ADMINISTRATOR
from shared.db.roles import runtime_role
from shared.db.urls import for_asyncpg
from simulator.cluster.workers import DATABASE
from simulator.running.control_database import create_database


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """One server with one database."""

    server: EmbeddedPostgres
    _password: str = field(repr=False)

    @property
    def admin_url(self) -> str:
        """The administrator's."""
        return self.server.url_of(ADMINISTRATOR, self._password, DATABASE)

    def url_of(self, service: str, password: str) -> str:
        """Return a service's URL."""
        return self.server.url_of(runtime_role(service), password, DATABASE)

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[asyncpg.Connection]:
        """Connect as the administrator."""
        admin = await asyncpg.connect(for_asyncpg(self.admin_url))
        try:
            yield admin
        finally:
            await admin.close()


@asynccontextmanager
async def own_database(folder: Path) -> AsyncIterator[OwnDatabase]:
    """Run a new server in ``folder`` until the end of the block; raises EmbeddedPostgresFailed."""
    password = secrets.token_urlsafe(24)
    server = EmbeddedPostgres(folder, password)
    try:
        await server.start()
        await create_database(server.admin_url, DATABASE)
        yield OwnDatabase(server, password)
    finally:
        await server.stop()
