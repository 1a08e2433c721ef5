"""A worker that stands still for longer than its lease, as one that is frozen or whose machine swaps, and goes on."""

import asyncio
import time

from shared.worlds.control.link import LEASE_S
from tests.service.worlds.process import ControlDatabase, jpki_in_worlds, make_card
from tests.worlds import TestDatabase

PATIENCE_S = 20.0
"""For what must happen soon, on a machine that does much else."""


async def test_a_worker_that_stood_still_for_longer_than_its_lease_answers_again(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database) as (client, _):
        assert await make_card(client, "one") == 201
        # The whole process, as SIGSTOP does: the lease and its renewal fall due in one turn of the loop.
        time.sleep(LEASE_S + 0.5)  # noqa: ASYNC251 - that nothing runs is the point
        async with asyncio.timeout(PATIENCE_S):
            while (status := await make_card(client, "one")) == 503:  # noqa: ASYNC110 - the link reads the state by itself
                await asyncio.sleep(0.02)
        assert status == 201
