"""Two databases of one process that share a budget of connections."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from shared.db.budget import ConnectionBudget
from shared.db.database import Database, open_database
from tests.worlds import TestDatabase

PATIENCE_S = 20.0
BUDGET = 3
Use = Callable[[Database], Awaitable[None]]


async def until_all_are_back(budget: ConnectionBudget) -> None:
    # asyncpg tells of a connection's end in a later turn of the loop.
    async with asyncio.timeout(PATIENCE_S):
        while budget.left != BUDGET:  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.01)


async def by_the_bare_pool(database: Database) -> None:
    await database.fetch("SELECT pg_sleep(0.05)")


async def in_a_transaction(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("SELECT pg_sleep(0.05)")


async def one_at_a_time(database: Database) -> None:
    await database.fetch("SELECT 1")


async def one_in_a_transaction(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("SELECT 1")


@pytest.mark.parametrize("first_use", [by_the_bare_pool, in_a_transaction])
@pytest.mark.parametrize("next_use", [by_the_bare_pool, in_a_transaction])
async def test_what_one_database_does_not_use_another_gets_all_of_it(
    database: TestDatabase, first_use: Use, next_use: Use
) -> None:
    url = database.settings().database_url_of("jpki")
    budget = ConnectionBudget(BUDGET)
    async with (
        open_database(url, statement_timeout_s=PATIENCE_S, budget=budget) as first,
        open_database(url, statement_timeout_s=PATIENCE_S, budget=budget) as other,
    ):
        await asyncio.gather(*(first_use(first) for _ in range(3)))
        assert budget.left == 0
        await asyncio.gather(*(next_use(other) for _ in range(3)))

    await until_all_are_back(budget)


async def test_a_connection_that_is_called_back_is_never_handed_out(database: TestDatabase) -> None:
    url = database.settings().database_url_of("jpki")
    budget = ConnectionBudget(BUDGET)
    async with AsyncExitStack() as opened:
        databases = [
            await opened.enter_async_context(open_database(url, statement_timeout_s=PATIENCE_S, budget=budget))
            for _ in range(6)
        ]

        async def use_again_and_again(each: Database) -> None:
            for _ in range(40):
                # Given back and taken again at once, while the other five wait for a connection.
                await one_at_a_time(each)
                await one_in_a_transaction(each)

        await asyncio.gather(*(use_again_and_again(each) for each in databases))

    await until_all_are_back(budget)
