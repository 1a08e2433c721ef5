"""A test's database by its administrator's rights."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.db.urls import for_asyncpg
from tests.worlds import TestDatabase


@asynccontextmanager
async def administered(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(for_asyncpg(database.admin_url))
    try:
        yield connection
    finally:
        await connection.close()
