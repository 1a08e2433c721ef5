"""The record is kept by month, whatever the clock says, and a nonce is spent once on either side of a month's end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from services.eligibility.checks.rules.acts import DisclosureRecord
from services.eligibility.checks.store.check_log import CheckLog, store_within
from services.eligibility.checks.store.months import MonthsAhead
from services.eligibility.checks.store.nonces import SpentNonces
from shared.clock import JAPAN
from shared.errors import NonceUsed
from shared.ids import new_id
from shared.pki.nonce import first_nonce_at
from shared.published.eligibility.months import MAKE_MONTHS
from shared.worlds.world import World, open_world
from tests.clinic import INSTITUTION
from tests.worlds import CLOCK, TestDatabase

MONTHS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1"
RECORD = "eligibility_published.disclosures"
NEW_YEAR = datetime(2027, 1, 1, tzinfo=JAPAN)


@pytest.fixture
async def admin(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    admin = await asyncpg.connect(database.admin_url)
    yield admin
    await admin.close()


@pytest.fixture
async def world(database: TestDatabase) -> AsyncIterator[World]:
    async with open_world(database.settings(), "eligibility") as world:
        yield world


async def months(admin: asyncpg.Connection) -> list[str]:
    rows = await admin.fetch(MONTHS, RECORD)
    return [row[0].removeprefix(f"{RECORD}_") for row in rows]


def record(at: datetime, nonce: bytes | None = None) -> DisclosureRecord:
    return DisclosureRecord(
        check_id=new_id(at, lambda count: bytes([at.microsecond % 251] * count)),
        checked_at=at,
        client_id="clinic",
        role="institution",
        institution_code=INSTITUTION,
        method="my_number_card",
        purpose="CARE_VISIT",
        as_of=date(2026, 11, 20),
        outcome="answered",
        code="valid",
        nonce=None if nonce is None else nonce.hex(),
        proof_digest=None if nonce is None else "02" * 32,
    )


async def part_of(admin: asyncpg.Connection, check_id: UUID) -> str:
    found = f"SELECT tableoid::regclass::text FROM {RECORD} WHERE check_id = $1"  # noqa: S608 - a name of ours
    part: str = await admin.fetchval(found, check_id)
    return part.removeprefix(f"{RECORD}_")


async def test_a_month_that_nothing_foresaw_is_made_at_its_first_record(
    world: World, admin: asyncpg.Connection
) -> None:
    log = CheckLog(world, most_waiting=9)
    far = record(datetime(2041, 3, 31, 14, 59, 59, 999_999, tzinfo=UTC))
    past = record(datetime(1999, 12, 31, 15, tzinfo=UTC))
    for each in (far, past):
        await log.store(each)

    # Months are Japan's.
    assert [await part_of(admin, each.check_id) for each in (far, past)] == ["2041_03", "2000_01"]


async def test_records_of_two_months_that_wait_together_are_stored_together(
    world: World, admin: asyncpg.Connection
) -> None:
    log = CheckLog(world, most_waiting=9)
    before, behind = record(NEW_YEAR - timedelta(milliseconds=1)), record(NEW_YEAR)
    await asyncio.gather(log.store(before), log.store(behind))
    assert [await part_of(admin, each.check_id) for each in (before, behind)] == ["2026_12", "2027_01"]


async def test_what_is_stored_with_other_things_has_its_month_too(world: World, admin: asyncpg.Connection) -> None:
    made = record(datetime(2031, 5, 5, tzinfo=JAPAN))
    async with world.database.transaction() as connection:
        await store_within(connection, [made])
    assert await part_of(admin, made.check_id) == "2031_05"


async def test_a_nonce_is_spent_once_on_either_side_of_a_months_end(world: World) -> None:
    log = CheckLog(world, most_waiting=9)
    nonce = first_nonce_at(NEW_YEAR - timedelta(minutes=2)) + b"\x01" * 13
    first, again = record(NEW_YEAR - timedelta(minutes=1), nonce), record(NEW_YEAR + timedelta(minutes=1), nonce)
    await log.store(first)
    with pytest.raises(NonceUsed) as refusal:
        await log.store(again)
    # The same proof by the same institution: it is told which check it was.
    assert refusal.value.check_id == str(first.check_id)


async def test_months_are_made_ahead_in_the_last_days_of_the_one_before(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    made = []
    for at in (datetime(2028, 2, 1, tzinfo=JAPAN), datetime(2028, 2, 23, 0, 1, tzinfo=JAPAN)):
        settings = database.settings(clock_offset_s=(CLOCK.offset + (at - CLOCK.now())).total_seconds())
        async with open_world(settings, "eligibility") as world:
            await MonthsAhead(world).keep()
        made.append([month for month in await months(admin) if month.startswith("2028")])
    assert made == [["2028_02"], ["2028_02", "2028_03"]]


async def test_making_what_is_there_changes_nothing_and_many_may_make_one_at_once(
    world: World, admin: asyncpg.Connection
) -> None:
    at = datetime(2033, 1, 2, tzinfo=JAPAN)
    await asyncio.gather(*(world.database.fetch(MAKE_MONTHS, [at, at + timedelta(days=40)]) for _ in range(8)))
    assert [month for month in await months(admin) if month.startswith("2033")] == ["2033_01", "2033_02"]


async def test_nobody_waits_while_a_month_is_made(world: World, admin: asyncpg.Connection) -> None:
    async with admin.transaction():
        await admin.execute(MAKE_MONTHS, [datetime(2034, 1, 2, tzinfo=JAPAN)])
        stored = record(CLOCK.now())
        await asyncio.wait_for(CheckLog(world, most_waiting=9).store(stored), timeout=5)
    assert await part_of(admin, stored.check_id) == CLOCK.now().astimezone(JAPAN).strftime("%Y_%m")


async def test_nonces_are_forgotten_an_hour_after_their_life_by_both_clocks(
    world: World, admin: asyncpg.Connection
) -> None:
    now, lifetime = CLOCK.now(), timedelta(minutes=10)
    ages = {"fresh": timedelta(), "usable no more": timedelta(minutes=69), "old": timedelta(minutes=71)}
    spent_just_now = first_nonce_at(now - timedelta(days=400)) + b"\x09" * 13
    for age in ages.values():
        nonce = first_nonce_at(now - age) + b"\x01" * 13
        await admin.execute(
            "INSERT INTO eligibility.nonces VALUES ($1, gen_random_uuid(), now() - interval '2 h')", nonce
        )
    # Its time was spent, the clock was moved ahead meanwhile, and may be moved back.
    await admin.execute("INSERT INTO eligibility.nonces VALUES ($1, gen_random_uuid())", spent_just_now)

    await SpentNonces(world.database, lifetime).forget(now)

    left = {row[0] for row in await admin.fetch("SELECT nonce FROM eligibility.nonces")}
    assert left == {
        first_nonce_at(now) + b"\x01" * 13,
        first_nonce_at(now - timedelta(minutes=69)) + b"\x01" * 13,
        spent_just_now,
    }
