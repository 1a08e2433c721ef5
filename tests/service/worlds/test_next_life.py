"""A world that begins its next life while somebody uses it: it is open again before they come back."""

import asyncio

from shared.worlds.clock import ClockState
from shared.worlds.control.changes import begin_life, remove_world
from shared.worlds.state import WorldState
from tests.service.worlds.process import ControlDatabase, jpki_in_worlds, make_card, name_of
from tests.worlds import CLOCK, TestDatabase

PATIENCE_S = 20.0
"""For what must happen soon, on a machine that does much else."""


async def test_the_next_life_is_opened_without_being_asked_and_the_last_one_leaves_no_connection(
    control: ControlDatabase, database: TestDatabase, other_database: TestDatabase
) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database) as (client, process):
        assert await make_card(client, "one") == 201
        (host,) = process.hosts

        await begin_life(control.admin, WorldState("one", name_of(other_database), ClockState(CLOCK.offset)))

        async with asyncio.timeout(PATIENCE_S):
            while (found := host.opened("one")) is None or found.state.generation != 2:  # noqa: ASYNC110 - it opens by itself
                await asyncio.sleep(0.01)
            while await control.backends_of(database):  # noqa: ASYNC110 - PostgreSQL tells it only when asked
                await asyncio.sleep(0.01)
        assert await make_card(client, "one") == 201


async def test_a_life_that_nobody_used_is_not_opened(
    control: ControlDatabase, database: TestDatabase, other_database: TestDatabase
) -> None:
    await control.add("one", database)
    await control.add("other", database)
    async with jpki_in_worlds(control, database) as (client, process):
        assert await make_card(client, "other") == 201
        await begin_life(control.admin, WorldState("one", name_of(other_database), ClockState(CLOCK.offset)))
        # What was begun beside a change of the other world is done before it is acknowledged that it is gone.
        await remove_world(control.admin, "other")
        assert process.hosts[0].names == []
