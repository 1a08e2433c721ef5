"""Every statement finds its rows by key, whatever PostgreSQL knows of the tables when it plans.

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

from services.consent.consents import store as consent_store
from services.consent.history import store as history
from services.eligibility.bulk import store as desk
from services.eligibility.bulk.commands import worker
from services.eligibility.checks.commands import recheck
from services.eligibility.checks.store import check_log, idempotency
from services.eligibility.checks.store import reads as store
from services.eligibility.medical import store as medical_store
from services.eligibility.record.commands import rederivation
from services.eligibility.references import commands as numbers
from shared.db.database import Database, open_database
from shared.db.embedded import EmbeddedPostgres
from shared.published import consent, registry
from shared.published.eligibility import check_list, misses, records, seals
from tests.conftest import cloned
from tests.worlds import TestDatabase

PLANNED_ONCE = {
    "by card": store._BY_CARD,
    "by identifiers": store._BY_IDENTIFIER,
    "a record": check_log._INSERT,
    "a record with its key": check_log._INSERT_ONCE,
    "who has spent a nonce": records.SPENT_BY,
    "who has taken a key": idempotency._FIND,
    "keys that are free again": idempotency._FORGET,
    "a page of the list": check_list.PAGE_OF_CHECKS,
    "who waits": check_list.WHO_HAS_NEW_CHECKS,
    "what is on record": rederivation._KEPT,
    "what a re-inquiry follows": rederivation._FOLLOWED,
    "what consents an answer rested on": consent.NAMED_CONSENTS,
    "what is asked again about": recheck._EARLIER,
    "which consents stand": consent.STANDING_CONSENTS,
    "whether it is opened": consent.IS_OPENED,
    "who was born on a day": registry.PEOPLE_BORN_ON,
    "what medical data rests on": medical_store._CHECK,
    "which consents medical data rests on": consent.CONSENTS_OF_CHECK,
    "a page of checkpoints": seals.PAGE_OF_CHECKPOINTS,
}
PLANNED_EACH_TIME = {
    "receptions": (desk._RECEPTIONS, "'9910000018', now(), NULL, NULL, NULL, 101"),
    "items": (desk._ITEMS, "md5('1')::uuid, 100, 101"),
    "what is handed out": (desk._HAND_OUT, "md5('1')::uuid, ARRAY[1, 2, 3], now()"),
    "receptions that are over": (desk._FORGET, "now()"),
    "what waits to be worked": (worker._TAKE, "32"),
    "what was worked": (
        worker._SETTLE,
        "ARRAY[md5('1')::uuid], ARRAY[1], ARRAY[md5('1')::uuid], ARRAY[NULL::text], ARRAY[true]",
    ),
    "misses": (misses.NEWEST_MISSES, "'9910000018', 'bulk', now() - interval '1 hour', 30"),
    "reference numbers": (numbers._LIST, "'9910000018', NULL, NULL, '5', md5('1')::uuid, 101"),
}
INDEX_SCAN = re.compile(r"Index (?:Only )?Scan (?:Backward )?using (\S+) on (\S+)")
# Of few rows whatever happens: what is being worked, and what a week has left.
READ_FROM_THE_FRONT = {"bulk_items_waiting", "bulk_receptions_by_expiry", "idempotency_keys_by_age"}

_PEOPLE = """
INSERT INTO registry_published.persons (person_id, version_id, document, known_from)
SELECT md5(n::text)::uuid, md5('v' || n)::uuid, '{}', '2026-01-01' FROM generate_series(1, 10000) n
"""
_NAMED = """
INSERT INTO registry_published.insured_identifiers (
    insurer_number, symbol, number, branch, birthdate, person_id, coverage_id, known_from)
SELECT '02999918', 'A', n::text, '00', date '1950-01-01' + n, md5(n::text)::uuid, md5('c' || n)::uuid, '2026-01-01'
FROM generate_series(1, 10000) n
"""
_RECORDS = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, registry_version, coverage_ids, consent_versions, chosen_consents)
SELECT md5('d' || n)::uuid, '2026-11-20'::timestamptz + n * interval '1 ms', 'clinic', 'institution',
       CASE WHEN n % 100 = 0 THEN '9910000018' ELSE '9910000026' END,
       CASE WHEN n % 2 = 0 THEN 'my_number_card' ELSE 'bulk' END, 'CARE_VISIT', '2026-11-20', 'answered', 'valid', '{}',
       '{}', md5((n % 500)::text)::uuid, md5('v' || n % 500)::uuid, '{}', '{}', '{}'
FROM generate_series(1, 20000) n
"""
_LAST_CHECKS = """
INSERT INTO eligibility.last_checks
SELECT DISTINCT person_id, institution_code, '2026-11-20'::timestamptz, person_id, '2026-11-20'::date
FROM eligibility_published.disclosures
"""
_NUMBERS = """
INSERT INTO eligibility.reference_numbers
SELECT md5(n::text)::uuid, '9910000018', n::text, '2026-11-20' FROM generate_series(1, 10000) n
"""
_RECEPTIONS = """
INSERT INTO eligibility.bulk_receptions
SELECT md5(n::text)::uuid, '2026-11-20', '2026-11-27', 'clinic', 'institution', '9910000018', '2026-11-20'
FROM generate_series(1, 20) n
"""
_ITEMS = """
INSERT INTO eligibility.bulk_items (reception_number, place, item_reference, check_id)
SELECT md5(n::text)::uuid, place, 'r', md5(n || ' ' || place)::uuid
FROM generate_series(1, 20) n, generate_series(1, 1000) place
"""
_CONSENT_VERSIONS = """
INSERT INTO consent.consent_versions (
    version_id, consent_id, check_id, kind, person_id, institution_code, channel, given_at, recorded_at, recorded_by)
SELECT md5('k' || n)::uuid, md5('s' || n)::uuid, md5('d' || n)::uuid, 'medication', md5((n % 500)::text)::uuid,
       '9910000018', 'reader', '2026-11-20', '2026-11-20', 'clinic'
FROM generate_series(1, 10000) n
"""
GROWN = (_CONSENT_VERSIONS, _PEOPLE, _NAMED, _RECORDS, _LAST_CHECKS, _NUMBERS, _RECEPTIONS, _ITEMS)
KNOWN = {
    "never analysed": (),
    "analysed while empty": ("ANALYZE",),
    "large, never analysed": GROWN,
    "large, analysed": (*GROWN, "ANALYZE"),
}


@pytest.fixture(scope="module", params=KNOWN)
async def tables(request: pytest.FixtureRequest, postgres: EmbeddedPostgres) -> AsyncIterator[TestDatabase]:
    """A database of which PostgreSQL knows no more than it says; autovacuum does not look at it either."""
    async with cloned(postgres) as database:
        admin = await asyncpg.connect(database.admin_url)
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
        async with opened.pool.acquire() as connection:
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


CONSENTS = {
    "consents of an institution": (
        consent_store._OF_INSTITUTION,
        "'9910000018', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 101",
    ),
    "recent checks of a person": (
        consent_store._RECENT_OF_PERSON,
        "md5('1')::uuid, '00000000-0000-0000-0000-000000000000'",
    ),
    "standing consents of a person": (consent_store._STANDING_OF_PERSON, "md5('1')::uuid, now()"),
}


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
        ({}, "disclosures_pkey"),
        ({"institution_code": "9910000018"}, "disclosures_by_institution"),
        ({"person_id": UUID(int=1)}, "disclosures_by_person"),
        ({"institution_code": "9910000018", "purpose": "CARE_VISIT"}, "disclosures_by_institution"),
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
    assert [line for line in plan if f"Backward using {index} on" in line], plan


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
