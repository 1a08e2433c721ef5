"""The base of the record's places: set once for each start of PostgreSQL, always above what was given before."""

import asyncio

import asyncpg

from services.eligibility.record.commands.sealing import seal
from services.eligibility.record.store.unsealed import Unsealed
from shared.db.record_order import keep_record_order
from shared.worlds.world import open_world
from tests.checkpoint_key import KEY
from tests.service.eligibility.stored_records import open_up, store
from tests.worlds import TestDatabase

PLACE = "SELECT listed_in::text::bigint FROM eligibility_published.disclosures WHERE check_id = $1"
BASE = "SELECT base FROM eligibility.record_order"


async def begun_earlier(admin: asyncpg.Connection, base: int = 0) -> None:
    """As if the base had been set under an earlier start of PostgreSQL."""
    await admin.execute("UPDATE eligibility.record_order SET begun_under = '2026-01-01', base = $1", base)


async def test_the_base_is_the_second_in_which_postgresql_was_started(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    started_at = await admin.fetchval("SELECT floor(extract(epoch FROM pg_postmaster_start_time()))::bigint")

    assert await admin.fetchval(BASE) == started_at * 2147483648
    check_id = await store(admin)
    assert 0 < await admin.fetchval(PLACE, check_id) - await admin.fetchval(BASE) < 1_000_000
    await admin.close()


async def test_as_long_as_postgresql_runs_nothing_is_changed(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    before = await admin.fetchval("SELECT xmin::text FROM eligibility.record_order")
    await keep_record_order(admin)

    assert await admin.fetchval("SELECT xmin::text FROM eligibility.record_order") == before
    await admin.close()


async def test_what_was_stored_behind_the_last_seal_is_counted_until_it_is_moved_and_sealed(
    database: TestDatabase,
) -> None:
    admin = await asyncpg.connect(database.admin_url)
    async with open_world(database.settings(), "eligibility") as world:
        unsealed = Unsealed()
        assert (await unsealed.look_behind(world), unsealed.behind) == (3600.0, 0)
        await store(admin)
        await store(admin)
        assert await seal(world, KEY) == 2
        # A version that kept no order stored one in a restored database; by now the order is as if nothing had been.
        hidden = await store(admin)
        await admin.execute("UPDATE eligibility_published.disclosures SET listed_in = '1' WHERE check_id = $1", hidden)
        assert (await unsealed.look(world), await unsealed.is_late()) == (0, False)

        await unsealed.look_behind(world)
        assert (unsealed.behind, await unsealed.is_late()) == (1, True)

        await begun_earlier(admin)
        await keep_record_order(admin)
        await unsealed.look_behind(world)
        assert (unsealed.behind, await unsealed.look(world), await seal(world, KEY)) == (0, 1, 1)
        await unsealed.look_behind(world)
        assert unsealed.behind == 0
    await admin.close()


async def test_an_act_behind_the_last_seal_is_counted_until_it_is_moved_and_sealed(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    async with open_world(database.settings(), "eligibility") as world:
        unsealed = Unsealed()
        sealed, hidden = await open_up(admin), await open_up(admin)
        await admin.execute("UPDATE consent_published.acts SET listed_in = '1' WHERE act_id = $1", sealed)
        await admin.execute("UPDATE consent_published.acts SET listed_in = '3' WHERE act_id = $1", hidden)
        assert await seal(world, KEY) == 2
        hidden = await open_up(admin)
        await admin.execute("UPDATE consent_published.acts SET listed_in = '2' WHERE act_id = $1", hidden)
        assert await unsealed.look(world) == 0

        await unsealed.look_behind(world)
        assert (unsealed.behind, await unsealed.is_late()) == (1, True)

        await begun_earlier(admin)
        await keep_record_order(admin)
        await unsealed.look_behind(world)
        assert (unsealed.behind, await unsealed.look(world), await seal(world, KEY)) == (0, 1, 1)
    assert await admin.fetchval("SELECT listed_in::text FROM consent_published.acts WHERE act_id = $1", sealed) == "1"
    await admin.close()


async def test_a_machine_whose_clock_was_set_back_counts_on(database: TestDatabase) -> None:
    admin = await asyncpg.connect(database.admin_url)
    in_2100 = 4102444800 * 2147483648
    await begun_earlier(admin, in_2100)
    await keep_record_order(admin)
    assert await admin.fetchval(BASE) == in_2100 + 2147483648
    first = await store(admin)

    # Also where records came from a cluster that was started later than this one (pg_restore --data-only).
    await admin.execute("UPDATE eligibility_published.disclosures SET listed_in = '8888888888888888888'")
    await keep_record_order(admin)
    second = await store(admin)

    assert await admin.fetchval(PLACE, first) == 8888888888888888888
    assert await admin.fetchval(PLACE, second) > 8888888888888888888
    await admin.close()


async def test_an_act_that_is_under_way_is_waited_for(database: TestDatabase) -> None:
    admin, slow = await asyncpg.connect(database.admin_url), await asyncpg.connect(database.urls["consent"])
    await begun_earlier(admin)
    async with slow.transaction():
        await open_up(slow)
        keeping = asyncio.create_task(keep_record_order(admin))
        done, _ = await asyncio.wait([keeping], timeout=0.5)
        assert not done
    await keeping
    await slow.close()
    await admin.close()


async def test_a_check_that_is_under_way_is_waited_for(database: TestDatabase) -> None:
    admin, slow = await asyncpg.connect(database.admin_url), await asyncpg.connect(database.urls["eligibility"])
    await begun_earlier(admin)
    async with slow.transaction():
        early = await store(slow)
        keeping = asyncio.create_task(keep_record_order(admin))
        done, _ = await asyncio.wait([keeping], timeout=0.5)
        assert not done
    await keeping
    late = await store(slow)

    assert await admin.fetchval(PLACE, early) <= await admin.fetchval(BASE) < await admin.fetchval(PLACE, late)
    await slow.close()
    await admin.close()


async def test_of_two_that_migrate_at_once_one_sets_the_base(database: TestDatabase) -> None:
    one, other = [await asyncpg.connect(database.admin_url) for _ in range(2)]
    await begun_earlier(one)
    await asyncio.gather(keep_record_order(one), keep_record_order(other))

    assert await one.fetchval("SELECT begun_under = pg_postmaster_start_time() FROM eligibility.record_order")
    for connection in (one, other):
        await connection.close()
