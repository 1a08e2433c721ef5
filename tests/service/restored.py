"""A database that was backed up and restored in each of the ways that docs/backup.md names, with real programs."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from shared.db.embedded import EmbeddedPostgres
from shared.db.embedded.programs import installed_programs
from shared.db.migrate import migrate
from shared.db.roles import prepare_roles, runtime_role
from shared.settings import SERVICES
from tests.conftest import PASSWORDS
from tests.worlds import TestDatabase

ADMINISTRATOR, PASSWORD, NAME = "onshi_admin", "admin-test-password", "onshi_original"
_BURN = "DO $$ BEGIN FOR i IN 1..4000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
"""Transactions, so that a new cluster's numbers begin far below."""


class Original:
    """A server of its own with one migrated database, that can be copied."""

    def __init__(self, server: EmbeddedPostgres, folder: Path) -> None:
        self.server, self.folder = server, folder

    @property
    def database(self) -> TestDatabase:
        return database_on(self.server)


def database_on(server: EmbeddedPostgres) -> TestDatabase:
    return TestDatabase(
        admin_url=server.url_of(ADMINISTRATOR, PASSWORD, NAME),
        urls={service: server.url_of(runtime_role(service), PASSWORDS[service], NAME) for service in SERVICES},
    )


@asynccontextmanager
async def original() -> AsyncIterator[Original]:
    async with _server() as (server, folder):
        await server.start()
        await _execute(server.admin_url, f"CREATE DATABASE {NAME}")
        yielded = Original(server, folder)
        await migrate(yielded.database.admin_url, PASSWORDS)
        await _execute(yielded.database.admin_url, _BURN)
        yield yielded


Restored = Callable[[], Awaitable[TestDatabase]]
"""Restores what was backed up, and returns the database: nobody has migrated it yet."""


@asynccontextmanager
async def dump(source: Original) -> AsyncIterator[Restored]:
    """pg_dump into a file; into another cluster, whose roles `onshi migrate --roles-only` has made."""
    async with _server() as (server, folder):
        file = folder / "dump"
        await _run(source.server, "pg_dump", "--format=custom", f"--file={file}", NAME)

        async def restore() -> TestDatabase:
            await server.start()
            await _execute(server.admin_url, f"CREATE DATABASE {NAME}")
            admin = await asyncpg.connect(server.admin_url)
            await prepare_roles(admin, PASSWORDS)
            await admin.close()
            await _run(server, "pg_restore", "--exit-on-error", f"--dbname={NAME}", str(file))
            return database_on(server)

        yield restore


@asynccontextmanager
async def running_copy(source: Original) -> AsyncIterator[Restored]:
    """pg_basebackup of the running server."""
    async with _server() as (server, folder):
        await _run(source.server, "pg_basebackup", f"--pgdata={folder / 'postgres'}", "--checkpoint=fast", "--no-sync")
        yield _starts(source, server, folder)


@asynccontextmanager
async def stopped_copy(source: Original) -> AsyncIterator[Restored]:
    """The server's folder, copied while it is stopped."""
    async with _server() as (server, folder):
        await source.server.stop()
        shutil.copytree(source.folder / "postgres", folder / "postgres")
        await source.server.start()
        yield _starts(source, server, folder)


def _starts(source: Original, server: EmbeddedPostgres, folder: Path) -> Restored:
    async def restore() -> TestDatabase:
        # Under root the server runs as another user.
        owner = (source.folder / "postgres").stat()
        for path in (folder / "postgres", *(folder / "postgres").rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        folder.chmod(0o711)  # noqa: ASYNC240 - a moment
        await server.start()
        return database_on(server)

    return restore


@asynccontextmanager
async def _server() -> AsyncIterator[tuple[EmbeddedPostgres, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="onshi-restore-"))
    server = EmbeddedPostgres(folder, PASSWORD, durable=False)
    try:
        yield server, folder
    finally:
        await server.stop()
        shutil.rmtree(folder)


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _run(server: EmbeddedPostgres, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs, of the wheel that the server is of; a copy for its user lacks some."""
    place = {"PGHOST": parse_qs(urlsplit(server.admin_url).query)["host"][0]}
    variables = {**place, "PGUSER": ADMINISTRATOR, "PGPASSWORD": unquote(PASSWORD)}
    finished = await asyncio.to_thread(
        subprocess.run,
        [str(installed_programs() / program), *arguments],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
