"""Bringing the schemas of each service to the newest version, with an alembic history of each its own."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

import migrations
from shared.db.record_order import keep_record_order
from shared.db.roles import SCHEMAS, owner_role, prepare_roles, prepare_schemas
from shared.db.urls import for_asyncpg, for_sqlalchemy
from shared.settings import SERVICES

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, MetaData

_FOLDER = Path(migrations.__file__).parent
_REVISION_LENGTH = len("YYYYMMDD_HHMM")


class MigrationFailed(Exception):
    """The database could not be brought to the newest version; the message is PostgreSQL's."""


class DatabaseIsNewer(MigrationFailed):
    """The database was migrated by a program that knows more than this one; the message says what to do."""


def newest_revision(service: str) -> str:
    """Return the head of a history."""
    return max(_revisions(service))


def _revisions(service: str) -> set[str]:
    """Return all of a history: a revision is the time at the start of its file's name, ``YYYYMMDD_HHMM``."""
    return {path.stem[:_REVISION_LENGTH] for path in (_FOLDER / service).glob("[0-9]*.py")}


async def migrate(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Prepare roles and schemas, upgrade every history that is not at its head, keep the order of the record.

    Raises DatabaseIsNewer before anything is changed, and MigrationFailed.
    """
    admin = await asyncpg.connect(for_asyncpg(admin_url))
    try:
        at = {service: await _revision(admin, service) for service in SERVICES}
        unknown = [
            f"{service} {revision}"
            for service, revision in at.items()
            if revision is not None and revision not in _revisions(service)
        ]
        if unknown:
            raise DatabaseIsNewer(
                f"this database is of another, probably newer version of onshi (unknown here: {', '.join(unknown)}): "
                "use that version, or another database"
            )
        await prepare_roles(admin, passwords)
        await prepare_schemas(admin)
        behind = [service for service in SERVICES if at[service] != newest_revision(service)]
        if behind:
            await _upgrade(admin_url, behind)
        await keep_record_order(admin)
    finally:
        await admin.close()


async def _revision(admin: asyncpg.Connection, service: str) -> str | None:
    schema = SCHEMAS[service][0]
    if await admin.fetchval("SELECT to_regclass($1)", f"{schema}.alembic_version") is None:
        return None
    version: str | None = await admin.fetchval(f"SELECT version_num FROM {schema}.alembic_version")  # noqa: S608
    return version


async def _upgrade(admin_url: str, services: list[str]) -> None:
    # SQLAlchemy and alembic are slow to import, and a start on a migrated database does without them.
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - alembic is slow to import, and only a migration needs it
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - same
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - same

    engine = create_async_engine(for_sqlalchemy(admin_url), poolclass=NullPool)
    try:
        for service in services:
            async with engine.begin() as connection:
                await connection.run_sync(upgrade_one, service)
    except DBAPIError as error:
        # Without the statement, which says nothing to whoever reads it.
        raise MigrationFailed(str(error.orig)) from error
    finally:
        await engine.dispose()


def upgrade_one(connection: "Connection", service: str, revision: str = "head") -> None:
    """Upgrade one history over an open connection, acting as the schemas' owner."""
    from alembic import command  # noqa: PLC0415 - same

    command.upgrade(alembic_config(connection, service), revision)


def alembic_config(connection: "Connection", service: str, metadata: "MetaData | None" = None) -> "Config":
    """Return alembic's configuration for one history; migrations/env.py reads its attributes."""
    from alembic.config import Config  # noqa: PLC0415 - same

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("version_locations", str(_FOLDER / service))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["schemas"] = SCHEMAS[service]
    config.attributes["owner"] = owner_role(service)
    config.attributes["metadata"] = metadata
    return config
