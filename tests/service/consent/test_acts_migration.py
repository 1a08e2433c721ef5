"""A world that had consents and openings before acts were sealed: all of them are listed as they stand, and say so."""

from pathlib import Path

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from tests.service.consent.office import Office
from tests.service.eligibility.stored_records import open_up
from tests.service.sealed_acts import ACTS, sealed_acts
from tests.worlds import TestDatabase

BEFORE_ACTS = "20261129_1420"
LISTED = (
    "SELECT act_id, act, acted_at, acted_by, check_id, reason, opening_id FROM consent_published.acts ORDER BY act_id"
)


async def migrated(database: TestDatabase, revision: str) -> None:
    def upgrade_or_downgrade(connection: Connection) -> None:
        config = alembic_config(connection, "consent")
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade_or_downgrade)
    await engine.dispose()


async def test_what_was_done_before_is_listed_as_it_stands_and_sealed_behind_what_is_there(
    office: Office, database: TestDatabase, tmp_path: Path
) -> None:
    acts = await sealed_acts(office, database, tmp_path)
    admin = office.clinic.admin
    before = await admin.fetch(LISTED)
    await migrated(database, BEFORE_ACTS)
    await admin.execute("DELETE FROM eligibility_published.seals")

    await migrated(database, "head")

    assert await admin.fetch(LISTED) == before
    assert await admin.fetchval("SELECT bool_and(is_from_before) FROM consent_published.acts")
    assert await acts.seal() == 5
    assert await acts.findings() == []
    # And from now on each is listed as it is done.
    await open_up(admin)
    assert await admin.fetchval("SELECT count(*) FROM consent_published.acts WHERE NOT is_from_before") == 1


async def test_taken_back_and_made_again_the_audit_misses_what_was_sealed_of_acts(
    office: Office, database: TestDatabase, tmp_path: Path
) -> None:
    acts = await sealed_acts(office, database, tmp_path)
    rows = await office.clinic.admin.fetch(ACTS)

    await migrated(database, BEFORE_ACTS)
    await migrated(database, "head")

    # They have the same names, and another place: whoever goes back breaks what was sealed, and it is seen.
    findings = await acts.findings()
    assert [code for code, _ in findings] == ["record-changed"] * 4
    assert all(any(row["act_id"] in place for _, place in findings) for row in rows)


async def test_a_world_without_consents_lists_nothing(office: Office, database: TestDatabase) -> None:
    await migrated(database, "20261120_1600")
    await migrated(database, "head")

    assert await office.clinic.admin.fetchval("SELECT count(*) FROM consent_published.acts") == 0


async def test_a_database_whose_record_had_no_places_yet_takes_bare_numbers(
    office: Office, database: TestDatabase
) -> None:
    await open_up(office.clinic.admin)
    await migrated(database, BEFORE_ACTS)
    await office.clinic.admin.execute("ALTER FUNCTION eligibility_published.place_of(xid8) RENAME TO place_of_later")

    await migrated(database, "head")

    place = await office.clinic.admin.fetchval("SELECT listed_in::text::bigint FROM consent_published.acts")
    assert 0 < place < 2**31
