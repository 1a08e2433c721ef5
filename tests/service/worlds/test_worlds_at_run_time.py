"""Worlds that are opened, paused, resumed and closed while the process serves others."""

import asyncio
import gc

import pytest

from shared.clock import day_in_japan
from shared.errors import ChangeNotAcknowledged, WorldUnknown
from shared.web.visits import BACKGROUND
from shared.worlds.clock import ClockState
from shared.worlds.control.changes import remove_world, resume_at, set_activity
from shared.worlds.process import ProcessWorlds
from shared.worlds.state import Activity
from shared.worlds.world import World
from tests.service.worlds.process import ControlDatabase, jpki_in_worlds, make_card
from tests.worlds import TODAY, TestDatabase

PATIENCE_S = 20.0
"""For what must happen soon, on a machine that does much else."""


async def until_closed(process: ProcessWorlds) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while any(host.names for host in process.hosts):  # noqa: ASYNC110 - a timer closes them
            await asyncio.sleep(0.02)


async def until_without_backends(control: ControlDatabase, database: TestDatabase) -> None:
    """A backend ends a moment after its connection."""
    async with asyncio.timeout(PATIENCE_S):
        while await control.backends_of(database):  # noqa: ASYNC110 - PostgreSQL tells it only when asked
            await asyncio.sleep(0.02)


async def test_a_second_world_comes_pauses_and_goes_while_the_first_is_under_load(
    control: ControlDatabase, database: TestDatabase, other_database: TestDatabase
) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database) as (client, _):
        statuses: list[int] = []

        async def load() -> None:
            while True:
                statuses.append(await make_card(client, "one"))

        clients = [asyncio.create_task(load()) for _ in range(4)]
        assert await make_card(client, "one") == 201
        assert (await client.post("/~two/v1/cards", json={})).status_code == 404

        await control.add("two", other_database)
        assert await make_card(client, "two") == 201
        before_the_pause = len(statuses)
        await set_activity(control.admin, "two", Activity.PAUSED)
        waiting = asyncio.create_task(make_card(client, "two"))
        assert await make_card(client, "one") == 201
        assert not waiting.done()
        await set_activity(control.admin, "two", Activity.RUNNING)
        assert await asyncio.wait_for(waiting, PATIENCE_S) == 201

        await set_activity(control.admin, "two", Activity.CLOSED)
        await until_without_backends(control, other_database)
        waiting = asyncio.create_task(make_card(client, "two"))
        assert await make_card(client, "one") == 201
        assert not waiting.done()
        await set_activity(control.admin, "two", Activity.RUNNING)
        assert await asyncio.wait_for(waiting, PATIENCE_S) == 201

        await remove_world(control.admin, "two")
        async with asyncio.timeout(PATIENCE_S):
            while (await client.get("/~two/readyz")).status_code != 404:  # noqa: ASYNC110 - told when asked
                await asyncio.sleep(0.02)
        await until_without_backends(control, other_database)
        for each in clients:
            each.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    assert len(statuses) > before_the_pause > 0
    assert set(statuses) == {201}


async def test_after_two_hundred_worlds_nothing_is_left_of_them(
    control: ControlDatabase, database: TestDatabase
) -> None:
    names = [f"w{number}" for number in range(220)]
    for name in names:
        await control.add(name, database)
    async with jpki_in_worlds(control, database, idle_s=0.2) as (client, process):

        async def open_and_close(some: list[str]) -> tuple[int, int, int]:
            for start in range(0, len(some), 10):
                answers = await asyncio.gather(*(client.get(f"/~{name}/readyz") for name in some[start : start + 10]))
                assert [answer.status_code for answer in answers] == [200] * len(answers)
            await until_closed(process)
            await until_without_backends(control, database)
            gc.collect()
            return len(asyncio.all_tasks()), process.budget.left, len(gc.get_objects())

        # The first makes the authorities of the database, which takes seconds.
        assert (await client.get("/~w0/readyz")).status_code == 200
        tasks, connections, objects = await open_and_close(names[:20])
        tasks_after, connections_after, objects_after = await open_and_close(names[20:])

    assert (tasks_after, connections_after) == (tasks, connections) == (tasks, 8)
    # Fewer than five objects a world: what 200 worlds hold while they are open is hundreds of times as many.
    assert objects_after - objects < 5 * 200


async def test_an_idle_world_holds_no_backend_and_is_opened_again(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database, idle_s=0.2) as (client, process):
        assert await make_card(client, "one") == 201
        assert await control.backends_of(database) > 0
        await until_closed(process)
        await until_without_backends(control, database)
        assert await make_card(client, "one") == 201


async def test_requests_of_background_work_keep_no_world_open(control: ControlDatabase, database: TestDatabase) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database, idle_s=0.3) as (client, process):
        assert await make_card(client, "one") == 201
        first = process.hosts[0].opened("one")
        assert first is not None
        async with asyncio.timeout(PATIENCE_S):
            while process.hosts[0].opened("one") is first:
                answer = await client.get("/~one/ca/authentication/1.crl", headers=dict([BACKGROUND]))
                assert answer.status_code == 200


async def test_a_change_that_a_leased_worker_does_not_acknowledge_names_it(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    await control.admin.execute(
        "INSERT INTO sim.workers (worker_id, name, leased_until) VALUES (gen_random_uuid(), 'worker 7', 'infinity')"
    )
    async with jpki_in_worlds(control, database) as (client, _):
        assert await make_card(client, "one") == 201
        with pytest.raises(ChangeNotAcknowledged) as refused:
            await set_activity(control.admin, "one", Activity.PAUSED)
    assert (refused.value.status, refused.value.detail) == (503, "Not acknowledged within 2 seconds by worker 7.")


async def test_a_change_of_no_world_is_refused(control: ControlDatabase) -> None:
    with pytest.raises(WorldUnknown):
        await set_activity(control.admin, "nowhere", Activity.PAUSED)


async def test_a_clock_is_set_while_its_world_is_open(control: ControlDatabase, database: TestDatabase) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database) as (client, process):
        assert await make_card(client, "one") == 201
        opened = process.hosts[0].opened("one")
        assert opened is not None
        clock = opened.held.get(World).clock
        assert day_in_japan(clock.now()) == TODAY
        await resume_at(control.admin, "one", ClockState(frozen_at=clock.now().replace(year=2027, month=8, day=1)))
        assert (clock.now().year, clock.now()) == (2027, clock.now())


async def test_without_the_control_database_a_worker_answers_until_its_lease_ends_and_again_later(
    control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("one", database)
    async with jpki_in_worlds(control, database) as (client, _):
        assert await make_card(client, "one") == 201
        await control.server.execute(f"ALTER DATABASE {control.name} ALLOW_CONNECTIONS false")
        await control.server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = 'onshi_sim'",
            control.name,
        )
        assert await make_card(client, "one") == 201
        async with asyncio.timeout(PATIENCE_S):
            while (status := await make_card(client, "one")) == 201:  # noqa: ASYNC110 - the lease ends by itself
                await asyncio.sleep(0.1)
        assert status == 503
        await control.server.execute(f"ALTER DATABASE {control.name} ALLOW_CONNECTIONS true")
        async with asyncio.timeout(PATIENCE_S):
            while await make_card(client, "one") != 201:  # noqa: ASYNC110 - the link tries again by itself
                await asyncio.sleep(0.1)


async def test_all_worlds_of_a_process_share_one_budget_of_connections(
    control: ControlDatabase, database: TestDatabase, other_database: TestDatabase
) -> None:
    await control.add("one", database)
    await control.add("two", other_database)
    async with jpki_in_worlds(control, database, most_connections=2) as (client, _):
        # The first of each makes the world's authorities, which takes seconds.
        assert [await make_card(client, "one"), await make_card(client, "two")] == [201, 201]
        most = 0
        making = [asyncio.create_task(make_card(client, ("one", "two")[number % 2])) for number in range(40)]
        while not all(task.done() for task in making):
            most = max(most, await control.backends_of(database) + await control.backends_of(other_database))
            await asyncio.sleep(0)
        statuses = {task.result() for task in making}
    assert statuses == {201}
    # One more may be counted while PostgreSQL ends the one that was called back.
    assert 1 <= most <= 3
