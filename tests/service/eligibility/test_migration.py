"""The eligibility service's migrations."""

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from tests.worlds import TestDatabase


async def test_the_migrations_can_be_taken_back_and_made_again(database: TestDatabase) -> None:
    def there_and_back(connection: Connection) -> None:
        config = alembic_config(connection, "eligibility")
        command.downgrade(config, "20261120_1600")
        command.upgrade(config, "head")

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(there_and_back)
    await engine.dispose()
