"""`onshi migrate`: an administrator's step before services are served from a database of their own."""

import asyncio
from collections.abc import Mapping

import asyncpg

from shared.db.migrate import DatabaseIsNewer, MigrationFailed, migrate
from shared.db.roles import prepare_roles
from shared.db.urls import for_asyncpg, password_of
from shared.settings import SERVICES, MissingSetting, Settings


class CannotMigrate(Exception):
    """A setting is missing, or the database cannot be used."""


def migrate_database(settings: Settings, *, roles_only: bool) -> None:
    """Migrate what ``settings`` name, or make the roles alone, for a dump to be restored; raises CannotMigrate."""
    try:
        admin_url = settings.secret("database_url")
        named = [service for service in SERVICES if getattr(settings, f"{service}_database_url") is not None]
        passwords = {service: password_of(settings.database_url_of(service)) for service in named}
        asyncio.run(_make_roles(admin_url, passwords) if roles_only else migrate(admin_url, passwords))
    except (MissingSetting, DatabaseIsNewer, ValueError) as error:
        raise CannotMigrate(str(error)) from error
    except asyncpg.LockNotAvailableError as error:
        raise CannotMigrate(
            "a transaction on the record of checks did not end; nothing is changed, try again"
        ) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, MigrationFailed) as error:
        raise CannotMigrate(f"the database of ONSHI_DATABASE_URL cannot be used: {type(error).__name__}") from error


async def _make_roles(admin_url: str, passwords: Mapping[str, str]) -> None:
    admin = await asyncpg.connect(for_asyncpg(admin_url))
    try:
        await prepare_roles(admin, passwords)
    finally:
        await admin.close()
