"""A lane keeps a connection while its caller has more to ask, and no longer."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import asyncpg
import pytest

from shared.db.budget import ConnectionBudget
from shared.db.database import Database, open_database
from shared.db.gather import Gatherer
from shared.db.lane import MOST_IN_TURN, Lane
from shared.errors import DatabaseTooSlow, DatabaseUnavailable
from tests.worlds import TestDatabase

WHO = "SELECT pg_backend_pid()"


@pytest.fixture
async def opened(database: TestDatabase) -> AsyncIterator[Database]:
    """A database of one connection: whoever keeps it lets everybody else wait."""
    url = database.urls["eligibility"]
    async with open_database(url, statement_timeout_s=1, pool_size=1) as opened:
        yield opened


@pytest.fixture
async def lane(opened: Database) -> AsyncIterator[Lane]:
    lane = opened.lane()
    yield lane
    await lane.rest()


@pytest.fixture
async def admin(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin_url)
    yield connection
    await connection.close()


async def is_free(database: Database) -> bool:
    """Tell whether somebody else gets the one connection soon."""
    try:
        async with asyncio.timeout(0.5):
            await database.fetch("SELECT 1")
    except TimeoutError:
        return False
    return True


async def test_a_lane_has_one_connection_for_all_its_statements_until_it_rests(opened: Database, lane: Lane) -> None:
    assert await lane.fetch(WHO) == await lane.fetch(WHO)
    assert not await is_free(opened)

    await lane.rest()
    await lane.rest()

    assert await is_free(opened)


async def test_after_so_many_statements_others_have_their_turn(opened: Database, lane: Lane) -> None:
    for _ in range(MOST_IN_TURN):
        await lane.fetch("SELECT 1")

    assert await is_free(opened)


async def test_a_connection_that_was_lost_is_a_refusal_and_the_next_statement_has_another(
    lane: Lane, admin: asyncpg.Connection
) -> None:
    ((lost,),) = await lane.fetch(WHO)
    waiting = asyncio.create_task(lane.fetch("SELECT pg_sleep(30)"))
    await asyncio.sleep(0)
    await admin.execute("SELECT pg_terminate_backend($1, 5000)", lost)

    with pytest.raises(DatabaseUnavailable):
        await waiting
    ((found,),) = await lane.fetch(WHO)
    assert found != lost


async def test_a_connection_that_is_lost_between_two_statements_is_nobodys_refusal(
    opened: Database, lane: Lane, admin: asyncpg.Connection
) -> None:
    ((lost,),) = await lane.fetch(WHO)
    await admin.execute("SELECT pg_terminate_backend($1, 5000)", lost)
    assert await is_free(opened), "the pool has not heard of it"

    ((found,),) = await lane.fetch(WHO)
    assert found != lost


async def test_a_statement_that_takes_too_long_gives_the_connection_back(opened: Database, lane: Lane) -> None:
    with pytest.raises(DatabaseTooSlow):
        await lane.fetch("SELECT pg_sleep(30)")

    assert await is_free(opened)


async def test_who_leaves_gives_the_connection_back(opened: Database, lane: Lane) -> None:
    await lane.fetch("SELECT 1")
    leaver = asyncio.create_task(lane.fetch("SELECT pg_sleep(30)"))
    await asyncio.sleep(0)
    leaver.cancel()
    await asyncio.wait([leaver])

    assert await is_free(opened)


async def test_gathered_statements_share_a_connection_while_somebody_waits(opened: Database, lane: Lane) -> None:
    backends = []

    async def ask(numbers: Sequence[int]) -> Sequence[int]:
        ((backend,),) = await lane.fetch(WHO)
        backends.append(backend)
        assert not await is_free(opened)
        return numbers

    gatherer = Gatherer(ask, most_at_once=1, most_waiting=9, when_quiet=lane.rest)
    assert await asyncio.gather(*map(gatherer.ask, (1, 2, 3))) == [1, 2, 3]

    assert len(backends) == 3
    assert len(set(backends)) == 1
    assert await is_free(opened)
    # Whoever asks while the connection goes back is answered too.
    assert [await gatherer.ask(number) for number in (4, 5)] == [4, 5]


async def test_a_lane_that_is_always_busy_keeps_no_other_world_waiting(database: TestDatabase) -> None:
    budget = ConnectionBudget(1)
    url = database.urls["eligibility"]
    async with (
        open_database(url, statement_timeout_s=5, budget=budget) as busy,
        open_database(url, statement_timeout_s=5, budget=budget) as other,
    ):
        lane, is_over = busy.lane(), asyncio.Event()

        async def always() -> None:
            while not is_over.is_set():
                await lane.fetch("SELECT 1")

        working = asyncio.create_task(always())
        await asyncio.sleep(0)
        assert await other.fetch("SELECT 1")
        is_over.set()
        await working
        await lane.rest()
