"""What a move of the clock answers is true, whatever becomes of the workers; and sent again it is made once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from shared.errors import ChangeNotAcknowledged, ChangeNotFollowed, IdempotencyKeyReused
from shared.worlds.clock import ClockState
from shared.worlds.control.changes import begin_life
from shared.worlds.state import WorldState
from simulator.controls.clock import Clocks, Move
from simulator.controls.simulation import Simulation, SimulationPlace
from tests.service.worlds.process import ControlDatabase, name_of
from tests.worlds import TestDatabase

MONTH = Move(by="P31D")
LEASED = """
INSERT INTO sim.workers (worker_id, name, leased_until) VALUES (gen_random_uuid(), 'worker 7', 'infinity')
RETURNING worker_id
"""
ACKNOWLEDGE = """
INSERT INTO sim.acknowledgements (worker_id, world, version) VALUES ($1, 'one', (SELECT version + $2 FROM sim.worlds))
ON CONFLICT (worker_id, world) DO UPDATE SET version = excluded.version
"""
OFFSET = "SELECT clock_offset FROM sim.worlds WHERE name = 'one'"


def days(moved: timedelta) -> int:
    """Moves are by the calendar from now, which passes while they are made."""
    return round(moved / timedelta(days=1))


@asynccontextmanager
async def clocks_of(control: ControlDatabase) -> AsyncIterator[Clocks]:
    async with asyncpg.create_pool(control.url, min_size=0, max_size=2) as pool:
        simulation = Simulation(SimulationPlace(control.url), pool)
        yield Clocks(simulation, asyncio.Lock(), patience_s=0.2)


async def frozen_worker(control: ControlDatabase, *, follows: int) -> Any:
    """A worker that keeps its lease and acknowledges so many changes from now on, and no other."""
    worker = await control.admin.fetchval(LEASED)
    await control.admin.execute(ACKNOWLEDGE, worker, follows)
    return worker


async def test_a_worker_that_does_not_pause_leaves_the_clock_as_it_was(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    before = await control.admin.fetchval(OFFSET)
    await frozen_worker(control, follows=0)
    async with clocks_of(control) as clocks:
        with pytest.raises(ChangeNotAcknowledged):
            await clocks.move("one", MONTH)

    assert await control.admin.fetchval(OFFSET) == before


async def test_a_worker_that_froze_while_the_world_stood_is_named_and_the_move_holds(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    before = await control.admin.fetchval(OFFSET)
    await frozen_worker(control, follows=1)
    async with clocks_of(control) as clocks:
        with pytest.raises(ChangeNotFollowed) as late:
            await clocks.move("one", MONTH)

    assert (late.value.status, late.value.retryable) == (504, False)
    assert "worker 7" in str(late.value.detail)
    # As the answer says: it was made.
    assert days(await control.admin.fetchval(OFFSET) - before) == 31


async def test_a_move_that_is_sent_again_under_its_key_is_made_once(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    before = await control.admin.fetchval(OFFSET)
    worker = await frozen_worker(control, follows=1)
    async with clocks_of(control) as clocks:
        with pytest.raises(ChangeNotFollowed):
            await clocks.move("one", MONTH, "monthly")
        with pytest.raises(ChangeNotFollowed):
            await clocks.move("one", MONTH, "monthly")
        await control.admin.execute(ACKNOWLEDGE, worker, 0)
        again = await clocks.move("one", MONTH, "monthly")

    assert days(again.offset - before) == 31


async def test_a_key_is_of_one_move_and_of_one_life(
    control: ControlDatabase, database: TestDatabase, other_database: TestDatabase
) -> None:
    await control.add("one", database)
    before = await control.admin.fetchval(OFFSET)
    async with clocks_of(control) as clocks:
        await clocks.move("one", MONTH, "monthly")
        with pytest.raises(IdempotencyKeyReused):
            await clocks.move("one", Move(by="P32D"), "monthly")
        await begin_life(control.admin, WorldState("one", name_of(other_database), ClockState(before)))
        of_the_next_life = await clocks.move("one", MONTH, "monthly")

    assert days(of_the_next_life.offset - before) == 31
