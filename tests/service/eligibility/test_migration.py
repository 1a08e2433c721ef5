"""The eligibility service's migrations."""

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from tests import builders
from tests.clinic import Clinic
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase


async def test_the_migrations_can_be_taken_back_and_made_again(database: TestDatabase) -> None:
    await back_to_and_up(database, "20261120_1600")


async def test_last_checks_are_filled_from_the_record_as_they_would_have_been_kept(
    clinic: Clinic, database: TestDatabase
) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    agreed = by_identifier(limit_certificate_consent=True)
    by_card = (await clinic.check_by_card(card)).json()["check_id"]
    await clinic.check(agreed)
    await clinic.check(by_identifier())
    await clinic.check(agreed, institution="9910000026")
    await clinic.check({"recheck_of": by_card, "purpose": "CLAIM"})
    await clinic.http.get(f"/v1/checks/{by_card}", headers=clinic.headers())
    kept = await clinic.admin.fetch(LAST_CHECKS)
    assert [(row["institution_code"], row["card_checked_at"] is None) for row in kept] == [
        ("9910000018", False),
        ("9910000026", True),
    ]

    await back_to_and_up(database, "20261120_1765")

    assert await clinic.admin.fetch(LAST_CHECKS) == kept
    # And the program that runs goes on with them.
    assert (await clinic.check_by_card(card)).status_code == 200


LAST_CHECKS = "SELECT * FROM eligibility.last_checks ORDER BY institution_code"


async def back_to_and_up(database: TestDatabase, revision: str) -> None:
    def there_and_back(connection: Connection) -> None:
        config = alembic_config(connection, "eligibility")
        command.downgrade(config, revision)
        command.upgrade(config, "head")

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(there_and_back)
    await engine.dispose()
