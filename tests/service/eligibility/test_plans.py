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


_MANY = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, coverage_ids, consent_versions, chosen_consents)
SELECT gen_random_uuid(), now() + number * interval '1 ms', 'clinic', 'institution', '9910000018', 'my_number_card',
       'CARE_VISIT', '2026-11-20', 'answered', 'valid', '{}', '{}', md5((number % 500)::text)::uuid, '{}', '{}', '{}'
FROM generate_series(1, 10000) number
"""


@pytest.mark.parametrize("grown", [(), (_MANY,), (_MANY, "ANALYZE eligibility_published.disclosures")])
@pytest.mark.parametrize("name", ["by card", "by identifiers"])
async def test_the_last_check_is_found_by_person_and_institution(
    database: TestDatabase, name: str, grown: tuple[str, ...]
) -> None:
    admin = await asyncpg.connect(database.admin_url)
    for statement in grown:
        await admin.execute(statement)
    await admin.close()

    plan = await plan_of(database, STATEMENTS[name])

    places = [number for number, line in enumerate(plan) if re.search("using disclosures_(by_person|listed)", line)]
    assert places
    for place in places:
        assert "disclosures_by_person" in plan[place]
        assert "(person_id = p.person_id) AND (institution_code = q.institution_code)" in plan[place + 1], plan
