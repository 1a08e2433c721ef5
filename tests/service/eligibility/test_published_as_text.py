"""What an older program published of persons as jsonb: brought over by the migration, read as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from shared.domain.codes import Sex
from shared.domain.coverage import PersonRecord
from shared.published.registry import decode_person
from tests.clinic import Clinic
from tests.worlds import TestDatabase

BEFORE = "20261129_1440"
AS_TEXT = "20261130_1600"
HANAKO = PersonRecord("019a0000-0000-7000-8000-000000000001", "見本　花子", None, Sex.FEMALE, date(1985, 4, 1))
HIDDEN = replace(HANAKO, person_id="019a0000-0000-7000-8000-000000000002", address_hidden=True)
BLOCKED = replace(HANAKO, person_id="019a0000-0000-7000-8000-000000000003", self_information_blocked=True)


async def test_published_persons_are_read_as_before(database: TestDatabase, clinic: Clinic) -> None:
    for person in (HANAKO, HIDDEN, BLOCKED):
        await clinic.publish(person)
    published = "SELECT * FROM registry_published.persons ORDER BY person_id"
    expected = await clinic.admin.fetch(published)
    await _migrate(database, command.downgrade, BEFORE)
    as_before = await clinic.admin.fetch(f"SELECT pg_typeof(document)::text AS type FROM ({published}) p")  # noqa: S608
    assert [row["type"] for row in as_before] == ["jsonb"] * 3

    await _migrate(database, command.upgrade, AS_TEXT)

    rows = await clinic.admin.fetch(published)
    assert [decode_person(row["document"]) for row in rows] == [HANAKO, HIDDEN, BLOCKED]
    assert [(row["address_hidden"], row["self_information_blocked"]) for row in rows] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    for name in ("version_id", "known_from", "known_to"):
        assert [row[name] for row in rows] == [row[name] for row in expected]


async def _migrate(database: TestDatabase, to: Callable[[Config, str], None], revision: str) -> None:
    def migrate(connection: Connection) -> None:
        to(alembic_config(connection, "registry"), revision)

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()
