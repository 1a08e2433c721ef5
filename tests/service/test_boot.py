import asyncpg
from tests.worlds import TestDatabase

async def test_boot(database: TestDatabase) -> None:
    c = await asyncpg.connect(database.urls["eligibility"])
    assert await c.fetchval("select count(*) from registry_published.persons") == 0
    await c.close()
