"""Statements on the bare pool: every row found by key, and a database that is gone told as a refusal."""

import asyncpg

from shared.db.database import Database
from shared.db.faults import means_unavailable
from shared.errors import DatabaseUnavailable


async def fetch(database: Database, statement: str, *arguments: object) -> list[asyncpg.Record]:
    """Return the rows of one statement; raises DatabaseUnavailable."""
    try:
        return await database.pool.fetch(statement, *arguments)
    except Exception as error:
        if means_unavailable(error):
            raise DatabaseUnavailable from error
        raise
