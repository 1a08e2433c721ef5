"""The database of a world: the embedded server's, or one that an administrator's URL points to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import asyncpg

from shared.causes import postgres_cause
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres, EmbeddedPostgresFailed
from shared.db.migrate import DatabaseIsNewer, MigrationFailed, migrate
from shared.db.roles import runtime_role
from shared.db.urls import with_credentials
from shared.settings import SERVICES
from simulator.running.control_database import control_beside, create_database, prepared_control
from simulator.start_failed import StartFailed
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.folder_database import CONTROL_DATABASE, DATABASE
from simulator.worlds.folder_secrets import CONTROL, Secrets

_CONNECTIONS_A_WORKER = 40
_SPARE_CONNECTIONS = 40


@dataclass(frozen=True, slots=True)
class MigratedDatabase:
    """A database at the newest version; ``urls`` has one for each service, with its own role."""

    admin_url: str = field(repr=False)
    urls: dict[str, str] = field(repr=False)
    control_url: str | None = field(repr=False)
    """Of the control database; None where nobody may make one."""
    server: EmbeddedPostgres | None


@asynccontextmanager
async def embedded_database(folder: DataFolder, workers: int) -> AsyncIterator[MigratedDatabase]:
    """Run the embedded server on ``folder`` with a migrated database in it; raises StartFailed."""
    kept = folder.secrets()
    server = EmbeddedPostgres(
        folder.path,
        kept.admin_password,
        # One more, as a worker and its successor are there together for a while.
        max_connections=_SPARE_CONNECTIONS + _CONNECTIONS_A_WORKER * (workers + 1),
    )
    try:
        try:
            await server.start()
        except EmbeddedPostgresFailed as error:
            raise StartFailed(str(error)) from error
        url = server.url_of(ADMINISTRATOR, kept.admin_password, DATABASE)
        try:
            for name in (DATABASE, CONTROL_DATABASE):
                await create_database(server.admin_url, name)
            urls = await _migrated(url, kept)
            control_url = await prepared_control(server.admin_url, CONTROL_DATABASE, kept.role_passwords[CONTROL])
        except DatabaseIsNewer as error:
            raise StartFailed(f"{folder.path}: {error}") from error
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, MigrationFailed) as error:
            cause = postgres_cause(f"FATAL: {error}")
            raise StartFailed(f"the database in {folder.path} cannot be made or brought up to date: {cause}") from error
        yield MigratedDatabase(url, urls, control_url, server)
    finally:
        await server.stop()


@asynccontextmanager
async def given_database(url: str, folder: DataFolder) -> AsyncIterator[MigratedDatabase]:
    """Migrate the database that ``url`` names, with an administrator's rights; raises StartFailed."""
    try:
        kept = folder.secrets()
        urls = await _migrated(url, kept)
        control_url = await control_beside(url, kept.role_passwords[CONTROL])
    except DatabaseIsNewer as error:
        raise StartFailed(f"ONSHI_DATABASE_URL: {error}") from error
    except (OSError, TimeoutError, asyncpg.PostgresError, MigrationFailed) as error:
        where = urlsplit(url)
        name = unquote(where.path.lstrip("/"))
        raise StartFailed(
            f"the database {name!r} at {where.hostname or 'the local socket'} (ONSHI_DATABASE_URL) cannot be used: "
            f"{_why(error)}"
        ) from error
    yield MigratedDatabase(url, urls, control_url, None)


def _why(error: Exception) -> str:
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return "its administrator may not make roles (CREATEROLE) or change those that are there"
    return type(error).__name__


async def _migrated(admin_url: str, kept: Secrets) -> dict[str, str]:
    await migrate(admin_url, kept.role_passwords)
    return {
        service: with_credentials(admin_url, runtime_role(service), kept.role_passwords[service])
        for service in SERVICES
    }
