"""Every statement on the bare pool finds its rows by key, even planned while the tables are empty."""

import re

import asyncpg
import pytest

from services.eligibility import recheck, store
from services.eligibility.medical import store as medical_store
from services.eligibility.record import check_list, check_watch, rederivation
from shared.db.database import open_database
from tests.worlds import TestDatabase

STATEMENTS = {
    "by card": store._BY_CARD,
    "by identifiers": store._BY_IDENTIFIER,
    "a page of the list": check_list._PAGE,
    "who waits": check_watch._ANY_NEW,
    "what is on record": rederivation._KEPT,
    "what a re-inquiry follows": rederivation._FOLLOWED,
    "what is asked again about": recheck._EARLIER,
    "whether it is opened": store._OPENED,
    "what medical data rests on": medical_store._CHECK,
}
INDEX_SCAN = re.compile(r"Index (?:Only )?Scan (?:Backward )?using (\S+) on")


@pytest.mark.parametrize("name", STATEMENTS)
async def test_no_table_is_read_whole(database: TestDatabase, name: str) -> None:
    plan = await plan_of(database, STATEMENTS[name])

    assert not [line for line in plan if re.search("Seq Scan|Bitmap|Materialize|Hash|Disabled", line)], plan
    for number, line in enumerate(plan):
        if INDEX_SCAN.search(line):
            assert "Index Cond" in plan[number + 1], plan


async def plan_of(database: TestDatabase, statement: str) -> list[str]:
    """Plan as the pool does: generically, with its settings, on the tables of a fresh database."""
    arguments = max(int(number) for number in re.findall(r"\$(\d+)", statement))
    async with open_database(database.urls["eligibility"], statement_timeout_s=5) as opened:
        connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
        async with opened.pool.acquire() as connection:
            await connection.execute(f"PREPARE asked AS {statement}")
            rows = await connection.fetch(f"EXPLAIN EXECUTE asked({', '.join(['NULL'] * arguments)})")
    return [row[0] for row in rows]
