"""What engines of one process share, and what the embedded PostgreSQL makes of a connection."""

import asyncpg
import pytest
from sqlalchemy import Integer, column, literal, select, values
from sqlalchemy.exc import SAWarning

from shared.db.database import open_database
from shared.db.urls import for_asyncpg
from tests.worlds import TestDatabase

_ASKED = select(literal("asked by two engines").label("what"))


async def test_what_one_engine_has_compiled_the_next_does_not_compile(
    database: TestDatabase, other_database: TestDatabase
) -> None:
    found = []
    for each in (database, other_database):
        async with (
            open_database(each.urls["registry"], statement_timeout_s=5) as opened,
            opened.transaction() as connection,
        ):
            result = await connection.execute(_ASKED)
            assert result.scalar_one() == "asked by two engines"
            found.append(result.context.cache_hit.name)
    assert found == ["CACHE_MISS", "CACHE_HIT"]


async def test_an_engine_knows_which_postgresql_it_talks_to(database: TestDatabase) -> None:
    async with (
        open_database(database.urls["registry"], statement_timeout_s=5) as opened,
        opened.transaction() as connection,
    ):
        said = (await connection.exec_driver_sql("SELECT current_setting('server_version_num')::int")).scalar_one()
        assert connection.dialect.server_version_info is not None
        assert connection.dialect.server_version_info[0] == said // 10_000
        assert connection.dialect.default_schema_name == "public"


async def test_a_statement_that_forgets_to_join_its_tables_is_warned_of(database: TestDatabase) -> None:
    one, other = (values(column("number", Integer), name=name).data([(1,)]) for name in ("one", "other"))
    async with (
        open_database(database.urls["registry"], statement_timeout_s=5) as opened,
        opened.transaction() as connection,
    ):
        with pytest.warns(SAWarning, match="cartesian product"):
            await connection.execute(select(one.c.number, other.c.number))


async def test_each_engine_reads_its_own_database(database: TestDatabase, other_database: TestDatabase) -> None:
    names = set()
    for each in (database, other_database):
        async with (
            open_database(each.urls["consent"], statement_timeout_s=5) as opened,
            opened.transaction() as connection,
        ):
            names.add((await connection.exec_driver_sql("SELECT current_database()")).scalar_one())
    assert len(names) == 2


async def test_no_role_of_the_embedded_postgresql_takes_thousands_of_rounds_to_log_in(database: TestDatabase) -> None:
    admin = await asyncpg.connect(for_asyncpg(database.admin_url))
    try:
        kept = [row[0] for row in await admin.fetch("SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")]
    finally:
        await admin.close()
    assert len(kept) >= 5
    assert {each.partition(":")[0] for each in kept} == {"SCRAM-SHA-256$1"}
