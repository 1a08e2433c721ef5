"""Copies of databases: equal in every row, apart from each other, and gone when nothing names them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

import asyncpg
import pytest

from shared.db.urls import for_asyncpg, with_database
from simulator.sandboxes.databases import Databases, opened_databases
from simulator.sandboxes.spares import Spares
from simulator.sandboxes.tables import prepare_sandboxes
from simulator.sandboxes.templates import Template
from tests.service.worlds.process import ControlDatabase, name_of
from tests.worlds import WITHIN_S, TestDatabase

_TABLES = """
SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
_ADD_KEY = "INSERT INTO registry_published.token_keys (key_id, jwk, known_from) VALUES ($1, '{}', now())"
_THERE = "SELECT datname FROM pg_database WHERE datname = $1"


@pytest.fixture
async def databases(control: ControlDatabase, database: TestDatabase) -> AsyncIterator[Databases]:
    await prepare_sandboxes(control.admin)
    async with opened_databases(database.admin_url, control.url) as opened:
        yield opened
        async with opened.administered() as connection:
            made = [row["name"] for row in await connection.fetch("SELECT name FROM sim.databases")]
    for name in made:
        await control.server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def connected(database: TestDatabase, name: str) -> asyncpg.Connection:
    return await asyncpg.connect(for_asyncpg(with_database(database.admin_url, name)))


async def rows_of(database: TestDatabase, name: str) -> dict[str, str]:
    """A digest of all rows of each table."""
    connection = await connected(database, name)
    try:
        tables = [row["name"] for row in await connection.fetch(_TABLES)]
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
        return {table: await connection.fetchval(digest.format(table)) for table in tables}
    finally:
        await connection.close()


async def add_key(database: TestDatabase, name: str, key: str) -> None:
    connection = await connected(database, name)
    await connection.execute(_ADD_KEY, key)
    await connection.close()


async def test_a_snapshot_brings_back_every_row_of_every_table(databases: Databases, database: TestDatabase) -> None:
    async with databases.administered() as connection:
        world = await databases.copy(connection, name_of(database))
        await add_key(database, world, "before")
        kept = await rows_of(database, world)
        snapshot = await databases.copy(connection, world, is_template=True)
        await add_key(database, world, "after")
        restored = await databases.copy(connection, snapshot)

    assert len(kept) > 50
    assert await rows_of(database, restored) == kept
    assert await rows_of(database, world) != kept


async def test_what_one_copy_writes_no_other_reads(databases: Databases, database: TestDatabase) -> None:
    async with databases.administered() as connection:
        template = await databases.copy(connection, name_of(database), is_template=True)
        one, other = [await databases.copy(connection, template) for _ in range(2)]
    before = await rows_of(database, other)

    await add_key(database, one, "mine")

    assert await rows_of(database, other) == before == await rows_of(database, name_of(database))


async def test_nobody_connects_to_a_template(databases: Databases, database: TestDatabase) -> None:
    async with databases.administered() as connection:
        template = await databases.copy(connection, name_of(database), is_template=True)
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        await connected(database, template)


async def test_copies_are_made_ahead_again_and_no_two_take_the_same(
    databases: Databases, database: TestDatabase
) -> None:
    async with databases.administered() as connection:
        kept = await databases.copy(connection, name_of(database), is_template=True)
        template = Template("default", "personas", 1, date(2026, 8, 1), None, kept)
        spares = Spares(databases)
        making = asyncio.create_task(spares.keep_making())
        taken = [await spares.take(connection, template) for _ in range(4)]
        async with asyncio.timeout(WITHIN_S):
            # The four that were taken, the template, and two ahead.
            while await connection.fetchval("SELECT count(*) FROM sim.databases, pg_sleep(0.05)") < 7:
                pass
    making.cancel()
    with suppress(asyncio.CancelledError):
        await making
    assert len(set(taken)) == 4


async def test_what_a_killed_program_left_half_made_is_dropped(
    databases: Databases, database: TestDatabase, control: ControlDatabase
) -> None:
    async with databases.administered() as connection:
        left = await databases.copy(connection, name_of(database))
        await connection.execute("INSERT INTO sim.databases (name) VALUES ('onshi_never_made')")
        await databases.drop_unused(connection)
    dropping = asyncio.create_task(databases.keep_dropping())

    async with asyncio.timeout(WITHIN_S):
        # Dropped beside, one after the other.
        while await control.admin.fetchval("SELECT count(*) FROM sim.databases, pg_sleep(0.05)"):
            pass

    assert await control.server.fetchval(_THERE, left) is None
    dropping.cancel()
    with suppress(asyncio.CancelledError):
        await dropping
