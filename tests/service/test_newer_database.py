"""A database that a newer program migrated is not touched."""

import asyncpg
import pytest

from shared.db.migrate import DatabaseIsNewer, migrate
from tests.worlds import TestDatabase


async def test_a_revision_that_is_not_known_is_refused_and_nothing_is_changed(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    try:
        await admin.execute("UPDATE eligibility.alembic_version SET version_num = '20990101_0000'")
        await admin.execute("UPDATE registry.alembic_version SET version_num = '20261120_1600'")
        roles = "SELECT rolpassword FROM pg_authid WHERE rolname = 'onshi_registry'"
        before = await admin.fetchval(roles)

        with pytest.raises(DatabaseIsNewer, match="eligibility 20990101_0000") as raised:
            await migrate(database.admin_url, {"registry": "another-password"})

        assert "registry" not in str(raised.value)
        assert await admin.fetchval(roles) == before
        assert await admin.fetchval("SELECT version_num FROM registry.alembic_version") == "20261120_1600"
    finally:
        await admin.close()
