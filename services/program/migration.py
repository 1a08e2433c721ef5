"""`onshi migrate`: an administrator's step before services are served from a database of their own."""

import asyncio

import asyncpg

from shared.db.migrate import DatabaseIsNewer, MigrationFailed, migrate
from shared.db.urls import password_of
from shared.settings import SERVICES, MissingSetting, Settings


class CannotMigrate(Exception):
    """A setting is missing, or the database cannot be used."""


def migrate_database(settings: Settings) -> None:
    """Migrate what ``settings`` name; raises CannotMigrate."""
    try:
        admin_url = settings.secret("database_url")
        named = [service for service in SERVICES if getattr(settings, f"{service}_database_url") is not None]
        passwords = {service: password_of(settings.database_url_of(service)) for service in named}
        asyncio.run(migrate(admin_url, passwords))
    except (MissingSetting, DatabaseIsNewer, ValueError) as error:
        raise CannotMigrate(str(error)) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, MigrationFailed) as error:
        raise CannotMigrate(f"the database of ONSHI_DATABASE_URL cannot be used: {type(error).__name__}") from error
