"""Every statement (planned_statements.py) finds its rows by key, whatever PostgreSQL knows of the tables when it plans.

On the bare pool a plan is made once and kept, so it must hold while nothing was ever analysed, when it was analysed
empty, and on large tables; elsewhere it is made each time. Plans are of PostgreSQL's own making: none is asserted but
for what it reads.
"""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from services.consent.history import store as history
from shared.db.database import Database, open_database
from shared.db.embedded import EmbeddedPostgres
from tests.conftest import cloned
from tests.service.eligibility.grown_tables import KNOWN, MONTHS
from tests.service.eligibility.planned_statements import (
    BY_CONSENT,
    BY_JLIS,
    BY_OWNER,
    BY_REGISTRY,
    CONSENTS,
    FROM_AN_END,
    PLANNED_EACH_TIME,
    PLANNED_ONCE,
)
from tests.worlds import TestDatabase

INDEX_SCAN = re.compile(r"Index (?:Only )?Scan (?:Backward )?using (\S+) on (\S+)")
# Of few rows whatever happens: what is being worked, what a week has left, and who has a ticket (医療券).
READ_FROM_THE_FRONT = {
    "bulk_items_waiting",
    "bulk_receptions_by_expiry",
    "idempotency_keys_by_age",
    "misses_pkey",
    "nonces_pkey",
    "number_receptions_by_expiry",
    "persons_with_tickets",
}


@pytest.fixture(scope="module", params=KNOWN)
async def tables(request: pytest.FixtureRequest, postgres: EmbeddedPostgres) -> AsyncIterator[TestDatabase]:
    """A database of which PostgreSQL knows no more than it says; autovacuum does not look at it either."""
    async with cloned(postgres) as database:
        admin = await asyncpg.connect(database.admin_url)
        # The record is one of five months, and what is looked up in it stands in one.
        await admin.execute(MONTHS)
        for table in await admin.fetch(_TABLES):
            await admin.execute(f"ALTER TABLE {table[0]} SET (autovacuum_enabled = false)")
        for statement in KNOWN[request.param]:
            await admin.execute(statement)
        await admin.close()
        yield database


_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text ~ '^(eligibility|registry|consent)'
"""


@pytest.mark.parametrize("name", PLANNED_ONCE)
async def test_what_is_planned_once_reads_no_table_whole(tables: TestDatabase, name: str) -> None:
    statement = PLANNED_ONCE[name]
    arguments = ", ".join(["NULL"] * max(int(number) for number in re.findall(r"\$(\d+)", statement)))
    async with open_database(tables.urls["eligibility"], statement_timeout_s=5) as opened:
        connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
        async with opened.bare_transaction() as connection:
            await connection.execute(f"PREPARE asked AS {statement}")
            plan = [row[0] for row in await connection.fetch(f"EXPLAIN EXECUTE asked({arguments})")]
    assert read_whole(plan) == [], plan


# What is planned each time may read a table whole while it holds next to nothing.
_planned_each_time = pytest.mark.parametrize(
    "tables", [name for name in KNOWN if name.startswith("large")], indirect=True, scope="module"
)


@_planned_each_time
@pytest.mark.parametrize("name", PLANNED_EACH_TIME)
async def test_what_is_planned_each_time_reads_no_table_whole(tables: TestDatabase, name: str) -> None:
    statement, arguments = PLANNED_EACH_TIME[name]
    async with open_database(tables.urls["eligibility"], statement_timeout_s=5) as opened:
        assert read_whole(await plan_in_transaction(opened, statement, arguments)) == []


@_planned_each_time
@pytest.mark.parametrize("name", CONSENTS)
async def test_consents_are_read_by_key(tables: TestDatabase, name: str) -> None:
    statement, arguments = CONSENTS[name]
    async with open_database(tables.urls["consent"], statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, arguments)
    assert read_whole(plan) == [], plan
    assert not [line for line in plan if "Sort" in line], plan


@_planned_each_time
@pytest.mark.parametrize(
    ("narrow", "index"),
    [
        ({}, "pkey"),
        ({"institution_code": "9910000018"}, "institution_code_check_id_idx"),
        ({"person_id": UUID(int=1)}, "person_id_check_id_idx"),
        ({"institution_code": "9910000018", "purpose": "CARE_VISIT"}, "institution_code_check_id_idx"),
    ],
)
async def test_a_page_of_the_history_follows_an_index(
    tables: TestDatabase, narrow: dict[str, object], index: str
) -> None:
    wanted = history.HistoryFilter(UUID(int=0), UUID(int=(1 << 128) - 1), **narrow)  # type: ignore[arg-type]
    statement, arguments = history.page_of_history(datetime(2026, 11, 20, tzinfo=UTC), wanted, 101)
    written = ", ".join(f"'{argument}'" for argument in arguments)
    async with open_database(tables.urls["consent"], statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, written)
    assert read_whole(plan) == [], plan
    assert not [line for line in plan if "Sort" in line], plan
    # Month by month, the newest first: the first that holds a page ends it.
    months = re.findall(rf"Backward using disclosures_(\d+_\d+)_{index} on", "\n".join(plan))
    assert months == ["2026_12", "2026_11", "2026_10", "2026_09", "2026_08"], plan


@_planned_each_time
@pytest.mark.parametrize("name", BY_CONSENT)
async def test_what_the_consent_service_reads_is_found_by_key(tables: TestDatabase, name: str) -> None:
    statement, arguments = BY_CONSENT[name]
    async with open_database(tables.urls["consent"], statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, arguments)
    assert read_whole(plan) == [], plan


@_planned_each_time
@pytest.mark.parametrize("name", BY_REGISTRY)
async def test_what_the_registry_reads_is_found_by_key(tables: TestDatabase, name: str) -> None:
    statement, arguments = BY_REGISTRY[name]
    async with open_database(tables.urls["registry"], statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, arguments)
    assert read_whole(plan) == [], plan


@_planned_each_time
@pytest.mark.parametrize("name", BY_JLIS)
async def test_what_jlis_reads_is_found_by_key(tables: TestDatabase, name: str) -> None:
    statement, arguments = BY_JLIS[name]
    async with open_database(tables.urls["jpki"], statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, arguments)
    assert read_whole(plan) == [], plan


@_planned_each_time
@pytest.mark.parametrize("name", BY_OWNER)
async def test_what_ends_records_finds_them_by_key(tables: TestDatabase, name: str) -> None:
    statement, arguments = BY_OWNER[name]
    async with open_database(tables.admin_url, statement_timeout_s=5) as opened:
        plan = await plan_in_transaction(opened, statement, arguments)
    assert read_whole(plan) == [], plan


@pytest.mark.parametrize("name", FROM_AN_END)
async def test_what_reads_the_first_or_last_rows_follows_an_index(tables: TestDatabase, name: str) -> None:
    async with open_database(tables.urls["eligibility"], statement_timeout_s=5) as opened:
        rows = await opened.fetch(f"EXPLAIN {FROM_AN_END[name]}")
    plan = [row[0] for row in rows]
    assert not [
        line for line in plan if re.search(r"Seq Scan|Bitmap|(?<!Incremental )Sort  \(|Hash|Merge Join", line)
    ], plan


async def plan_in_transaction(opened: Database, statement: str, arguments: str) -> list[str]:
    async with opened.transaction() as connection:
        await connection.exec_driver_sql(f"PREPARE asked AS {statement}")
        plan = (await connection.exec_driver_sql(f"EXPLAIN EXECUTE asked({arguments})")).scalars().all()
        await connection.exec_driver_sql("DEALLOCATE asked")
    return list(plan)


def read_whole(plan: list[str]) -> list[str]:
    """Return the lines of a plan that read a table, or an index, without looking anything up in it."""
    found = [line for line in plan if re.search("Seq Scan|Bitmap|Materialize|Hash Join|Merge Join|Disabled", line)]
    for number, line in enumerate(plan):
        scan = INDEX_SCAN.search(line)
        if scan is None or scan[1] in READ_FROM_THE_FRONT:
            continue
        condition = next((below for below in plan[number + 1 : number + 3] if "Index Cond" in below), "")
        # A comparison with what a version is known from is true of almost every row.
        if not re.search(r" = |ROW\(|check_id|sequence", condition):
            found.append(line)
    return found
