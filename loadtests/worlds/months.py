"""A PostgreSQL on a disk with worlds that hold nothing yet, for what is measured of the record's months."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from loadtests.machine.description import folder_on_disk
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import migrate


@dataclass(frozen=True, slots=True)
class Place:
    """The server, and the passwords of its administrator and of eligibility."""

    postgres: EmbeddedPostgres
    passwords: tuple[str, str]

    @asynccontextmanager
    async def world(self, name: str) -> AsyncIterator[asyncpg.Connection]:
        """Make a migrated database, and yield its administrator's connection."""
        admin = await asyncpg.connect(self.postgres.admin_url)
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        await migrate(self.url(name, ADMINISTRATOR), {"eligibility": self.passwords[1]})
        admin = await asyncpg.connect(self.url(name, ADMINISTRATOR))
        try:
            yield admin
        finally:
            await admin.close()

    def url(self, name: str, role: str) -> str:
        """Return the URL by which ``role`` reaches a world."""
        return self.postgres.url_of(role, self.passwords[role != ADMINISTRATOR], name)


@asynccontextmanager
async def open_place() -> AsyncIterator[Place]:
    """Start the server, and stop it at the end."""
    passwords = secrets.token_hex(16), secrets.token_hex(16)
    with folder_on_disk() as (folder, _):
        postgres = EmbeddedPostgres(folder, passwords[0])
        try:
            await postgres.start()
            yield Place(postgres, passwords)
        finally:
            await postgres.stop()
