"""The row that is kept of an institution's last check of a person, by whatever stores a record."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from services.eligibility.checks.rules.acts import DisclosureRecord
from services.eligibility.checks.store import reads as store
from services.eligibility.checks.store.check_log import CheckLog, store_within
from shared.clock import JAPAN
from shared.db.database import Database, open_database
from shared.ids import first_id_at, new_id
from shared.published.eligibility.months import MAKE_MONTHS
from shared.worlds.world import World, open_world
from tests import builders
from tests.clinic import INSTITUTION, Clinic
from tests.service.eligibility.questions import by_identifier
from tests.worlds import CLOCK, TestDatabase, new_check_id

NOON = datetime(2026, 11, 20, 12, tzinfo=JAPAN)
TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)
ALICE, BOB = "0190a000-0000-7000-8000-00000000000a", "0190a000-0000-7000-8000-00000000000b"
VERSION = UUID("0190a000-0000-7000-8000-0000000000f1")


@pytest.fixture
async def admin(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    admin = await asyncpg.connect(database.admin_url)
    yield admin
    await admin.close()


@pytest.fixture
async def opened(database: TestDatabase) -> AsyncIterator[Database]:
    async with open_database(database.urls["eligibility"], statement_timeout_s=5) as opened:
        yield opened


def record(minute: int, person_id: str | None = ALICE, method: str = "my_number_card", **more: Any) -> DisclosureRecord:
    at = NOON + timedelta(minutes=minute)
    return DisclosureRecord(
        **{
            "check_id": _id(at, person_id),
            "checked_at": at,
            "client_id": "clinic",
            "role": "institution",
            "institution_code": INSTITUTION,
            "method": method,
            "purpose": "CARE_VISIT",
            "as_of": TODAY,
            "outcome": "answered",
            "code": "valid",
            "person_id": person_id,
            "registry_version": VERSION,
            **more,
        }
    )


def agreed(minute: int, **more: Any) -> DisclosureRecord:
    return record(minute, method="insured_identifier", chosen_consents=["limit_certificate"], **more)


async def stored(opened: Database, *records: DisclosureRecord) -> None:
    async with opened.transaction() as connection:
        await store_within(connection, records)


async def kept(admin: asyncpg.Connection) -> list[tuple[str, int, date, int | None]]:
    """Of each row: whose, the minute of the last check, its day, the minute of the last one by card."""
    rows = await admin.fetch("SELECT * FROM eligibility.last_checks ORDER BY person_id, institution_code")
    for row in rows:
        assert row["check_id"] == _id(row["checked_at"], str(row["person_id"]))
        assert row["registry_version"] == VERSION
    return [
        (str(row["person_id"]), _minute(row["checked_at"]), row["as_of"], _minute(row["card_checked_at"]))
        for row in rows
    ]


def _id(at: datetime, person_id: str | None) -> UUID:
    return new_id(at, lambda count: bytes(person_id or "nobody", "ascii")[-1:] * count)


def _minute(at: datetime | None) -> Any:
    return None if at is None else int((at - NOON).total_seconds() / 60)


async def test_of_one_batch_the_newest_counts(opened: Database, admin: asyncpg.Connection) -> None:
    await stored(opened, record(1), agreed(3, as_of=TOMORROW), record(2), agreed(1, person_id=BOB))
    assert await kept(admin) == [(ALICE, 3, TOMORROW, 2), (BOB, 1, TODAY, None)]


async def test_a_newer_one_replaces_an_older_one(opened: Database, admin: asyncpg.Connection) -> None:
    await stored(opened, agreed(1))
    await stored(opened, record(2, as_of=TOMORROW))
    assert await kept(admin) == [(ALICE, 2, TOMORROW, 2)]


async def test_one_that_is_stored_late_replaces_no_newer_one(opened: Database, admin: asyncpg.Connection) -> None:
    await stored(opened, agreed(3, as_of=TOMORROW))
    await stored(opened, record(2))
    await stored(opened, record(1))
    assert await kept(admin) == [(ALICE, 3, TOMORROW, 2)]


@pytest.mark.parametrize(
    "other",
    [
        record(2, method="insured_identifier"),
        record(2, method="insured_identifier", chosen_consents=["medication"]),
        record(2, method="bulk", purpose="BULK_PRECHECK"),
        record(2, method="demographics", purpose="EMERGENCY"),
        record(2, outcome="refused", code="needs-card-check"),
        record(2, outcome="rejected", code="card-not-usable"),
        record(2, method="insured_identifier", outcome="registered", code="reference-number"),
        record(2, rederived_from=record(1).check_id),
        record(2, person_id=None, code="not_found"),
        record(2, institution_code=None, role="insurer", purpose="INSURER"),
    ],
)
async def test_what_could_not_show_a_limit_changes_nothing(
    opened: Database, admin: asyncpg.Connection, other: DisclosureRecord
) -> None:
    await stored(opened, other)
    assert await kept(admin) == []
    await stored(opened, record(1))
    await stored(opened, msgspec.structs.replace(other, check_id=_id(NOON, "another")))
    assert await kept(admin) == [(ALICE, 1, TODAY, 1)]


async def test_a_reinquiry_counts_and_is_not_by_card(opened: Database, admin: asyncpg.Connection) -> None:
    await stored(opened, record(1, method="recheck", purpose="CLAIM"))
    assert await kept(admin) == [(ALICE, 1, TODAY, None)]


async def test_what_is_not_stored_is_not_kept(opened: Database, admin: asyncpg.Connection) -> None:
    spent = {"nonce": "01" * 20, "proof_digest": "02" * 32}
    await stored(opened, record(1, **spent))
    await stored(opened, record(2, person_id=BOB, **spent))
    assert await kept(admin) == [(ALICE, 1, TODAY, 1)]


async def test_two_workers_with_the_same_people_in_another_order_do_not_deadlock(
    opened: Database, admin: asyncpg.Connection
) -> None:
    await stored(opened, record(1), record(1, person_id=BOB))
    async with admin.transaction():
        await admin.execute("SELECT FROM eligibility.last_checks WHERE person_id = $1 FOR UPDATE", UUID(BOB))
        workers = [
            asyncio.create_task(stored(opened, record(2, person_id=BOB), record(2))),
            asyncio.create_task(stored(opened, record(3), record(3, person_id=BOB))),
        ]
        # The first behind this transaction, the second behind the first.
        await until_waiting(admin, len(workers))
    await asyncio.gather(*workers)
    assert await admin.fetchval("SELECT min(checked_at) FROM eligibility.last_checks") == NOON + timedelta(minutes=3)


async def test_two_workers_with_the_same_nonces_in_another_order_do_not_deadlock(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    first, second = ({"nonce": byte * 20, "proof_digest": "02" * 32} for byte in ("0a", "0b"))
    settings = database.settings()
    async with open_world(settings, "eligibility") as one, open_world(settings, "eligibility") as other:
        # Both wait for this one, which spends the second nonce and takes that back.
        undone = admin.transaction()
        await undone.start()
        await admin.execute(_SPENT, "0b" * 20, new_check_id())
        workers = [
            asyncio.create_task(stored_at_once(one, record(1, **second), record(2, **first))),
            asyncio.create_task(stored_at_once(other, record(3, **first), record(4, **second))),
        ]
        await until_waiting(admin, len(workers))
        await undone.rollback()
        assert sorted(await asyncio.gather(*workers)) == [["NonceUsed", "NonceUsed"], ["stored", "stored"]]


async def stored_at_once(world: World, *records: DisclosureRecord) -> list[str]:
    """Hand records in at the same moment, so that they go in one commit; return what came of each."""
    log = CheckLog(world, most_waiting=9)
    came = await asyncio.gather(*map(log.store, records), return_exceptions=True)
    return ["stored" if each is None else type(each).__name__ for each in came]


_SPENT = """
INSERT INTO eligibility.nonces (nonce, check_id) VALUES (decode($1, 'hex'), $2)
"""


async def until_waiting(admin: asyncpg.Connection, many: int) -> None:
    """Return when so many statements stand behind a lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with asyncio.timeout(10):
        while await admin.fetchval(waiting) < many:  # noqa: ASYNC110 - PostgreSQL tells nobody who waits
            await asyncio.sleep(0.01)


async def test_every_way_to_check_keeps_the_row(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)

    async def last() -> tuple[str, bool] | None:
        row = await clinic.admin.fetchrow("SELECT * FROM eligibility.last_checks")
        return None if row is None else (str(row["check_id"]), row["card_checked_at"] is not None)

    await clinic.check(by_identifier())
    assert await last() is None
    agreed_to = (await clinic.check(by_identifier(limit_certificate_consent=True))).json()["check_id"]
    assert await last() == (agreed_to, False)
    by_card = (await clinic.check_by_card(card)).json()["check_id"]
    assert await last() == (by_card, True)
    asked_again = (await clinic.check({"recheck_of": by_card, "purpose": "CLAIM"})).json()["check_id"]
    assert await last() == (asked_again, True)
    once = await clinic.http.post(
        "/v1/checks",
        json=by_identifier(limit_certificate_consent=True),
        headers=clinic.headers() | {"Idempotency-Key": "retry-1"},
    )
    assert await last() == (once.json()["check_id"], True)
    assert (await clinic.http.get(f"/v1/checks/{by_card}", headers=clinic.headers())).status_code == 200
    assert await last() == (once.json()["check_id"], True)


_HISTORY = """
INSERT INTO eligibility_published.disclosures (
    check_id, checked_at, client_id, role, institution_code, method, purpose, as_of, outcome, code, kinds, rules,
    person_id, coverage_ids, consent_versions, chosen_consents)
SELECT eligibility_published.first_id_at($3::timestamptz + number * interval '1 ms'),
       $3::timestamptz + number * interval '1 ms', 'clinic', 'institution', $2, 'insured_identifier',
       'CARE_VISIT', '2026-11-20', 'answered', 'valid', '{}', '{}', $1, '{}', '{}', '{}'
FROM generate_series(1, 20000) number
"""


async def test_a_read_touches_no_more_pages_after_twenty_thousand_checks(clinic: Clinic, opened: Database) -> None:
    await clinic.publish(builders.person())
    before = await pages_of_a_read(opened)
    await clinic.admin.execute(_HISTORY, UUID(builders.PERSON_ID), INSTITUTION, CLOCK.now())

    # Twenty thousand records take more than two thousand pages; an index that has grown by a level costs one.
    assert before > 0
    assert await pages_of_a_read(opened) <= before + 5


async def test_a_read_touches_no_more_pages_where_the_record_lies_in_sixty_months(
    clinic: Clinic, opened: Database
) -> None:
    await clinic.publish(builders.person())
    before = await pages_of_a_read(opened)
    months = [CLOCK.now() - timedelta(days=30 * number) for number in range(60)]
    await clinic.admin.execute(MAKE_MONTHS, months)
    for at in months:
        await clinic.admin.execute(_HISTORY.replace("20000", "10"), UUID(builders.PERSON_ID), INSTITUTION, at)

    # What it touches of this month, whose index has an entry by now, and of none of the others.
    assert await pages_of_a_read(opened) <= before + 2


async def pages_of_a_read(opened: Database) -> int:
    """Return how many pages one read by identifiers touches, planned as the check path plans it."""
    arguments = (
        "ARRAY['02999918'], ARRAY['シミュ-1'], ARRAY['1024'], ARRAY['01'], ARRAY['1985-04-12'::date], "
        f"ARRAY['{INSTITUTION}'], ARRAY['{INSTITUTION}'], now(), now() - interval '1 hour', 30, "
        f"'{first_id_at(CLOCK.now() - timedelta(hours=1))}'"
    )
    async with opened.bare_transaction() as connection:
        await connection.execute(f"PREPARE asked AS {store._BY_IDENTIFIER}")
        # The first run reads the catalogue too.
        for _ in range(2):
            rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE asked({arguments})")
        await connection.execute("DEALLOCATE asked")
    found = re.search(r"Buffers: shared hit=(\d+)", "\n".join(row[0] for row in rows))
    assert found is not None
    return int(found[1])
