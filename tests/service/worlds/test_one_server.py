"""Databases that a process opens one after the other, as at each reset: what one has learnt, the next knows.

Costs one database.
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import ARRAY, Date, bindparam, select

from shared.db.database import Database, open_database
from shared.db.one_server import COMPILED, OneServer
from tests.worlds import TestDatabase

DAYS = [date(2026, 11, 20), date(1985, 4, 1)]
A_STATEMENT = select(bindparam("days", DAYS, ARRAY(Date)).label("as_they_came"))


@pytest.fixture
async def databases(database: TestDatabase) -> AsyncIterator[tuple[Database, Database]]:
    url = database.urls["registry"]
    async with (
        open_database(url, statement_timeout_s=30) as one,
        open_database(url, statement_timeout_s=30) as next_one,
    ):
        yield one, next_one


async def test_what_an_array_is_made_of_is_asked_for_once(databases: tuple[Database, Database]) -> None:
    first, second = databases
    asked: list[str] = []

    def note(told: Any) -> None:
        asked.append(told.query)

    assert (await first.fetch("SELECT $1::date[] AS days", DAYS))[0]["days"] == DAYS
    async with second.bare_transaction() as connection:
        connection.add_query_logger(note)
        row = await connection.fetchrow("SELECT $1::date[] AS days", DAYS)
        connection.remove_query_logger(note)

    assert row is not None
    assert row["days"] == DAYS
    assert asked == ["SELECT $1::date[] AS days"]


async def test_a_type_of_one_database_is_nobody_elses(database: TestDatabase) -> None:
    admin = database.admin_url
    for words in (["dawn"], ["dusk", "dawn"]):
        async with (
            open_database(admin, statement_timeout_s=30) as opened,
            opened.bare_transaction() as connection,
        ):
            await connection.execute("DROP TYPE IF EXISTS hour")
            await connection.execute(f"CREATE TYPE hour AS ENUM ({', '.join(map(repr, words))})")
            assert await connection.fetchval("SELECT $1::hour[]", words) == words


async def test_a_statement_is_put_together_once(databases: tuple[Database, Database]) -> None:
    first, second = databases

    async def run(each: Database) -> Any:
        async with each.transaction() as connection:
            return (await connection.execute(A_STATEMENT)).scalar_one()

    assert await run(first) == DAYS
    known = len(COMPILED)
    assert await run(second) == DAYS
    assert len(COMPILED) == known


async def test_the_server_is_asked_once_what_it_is(databases: tuple[Database, Database]) -> None:
    async with databases[0].transaction() as connection:
        await connection.exec_driver_sql("SELECT 1")
    later = OneServer()  # type: ignore[no-untyped-call] # SQLAlchemy's own

    # There is no connection over which it could ask.
    later.initialize(None)  # type: ignore[arg-type]

    assert later.server_version_info is not None
    assert later.server_version_info >= (16,)
    assert later.supports_identity_columns
