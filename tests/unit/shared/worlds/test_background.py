"""Background work: it starts with a need, ends when nothing is left, and rests while its world is paused."""

import asyncio

from shared.worlds.background import _STEP_ENDS_WITHIN_S, Background


async def settle() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_work_ends_when_nothing_is_left_and_begins_again_with_the_next_need() -> None:
    background, steps, left = Background(), 0, 3

    async def work() -> float | None:
        nonlocal steps, left
        steps, left = steps + 1, left - 1
        return 0.0 if left > 0 else None

    background.add("work", work)
    await settle()
    assert (steps, background.has_work_left) == (0, False)

    background.need("work")
    assert background.has_work_left
    await settle()
    assert (steps, background.has_work_left) == (3, False)

    background.need("work")
    await settle()
    assert steps == 4


async def test_a_need_that_comes_during_a_step_is_not_lost() -> None:
    background, steps = Background(), 0

    async def work() -> float | None:
        nonlocal steps
        steps += 1
        if steps == 1:
            background.need("work")
        return None

    background.add("work", work)
    background.need("work")
    await settle()
    assert steps == 2


async def test_what_was_needed_goes_on_after_a_pause() -> None:
    background, begun, ended = Background(), 0, asyncio.Event()

    async def work() -> float | None:
        nonlocal begun
        begun += 1
        await ended.wait()
        return None

    background.add("work", work)
    background.need("work")
    await settle()
    await background.hold()
    background.need("work")
    await settle()
    assert begun == 1

    ended.set()
    background.go_on()
    await settle()
    assert (begun, background.has_work_left) == (2, False)


async def test_a_step_that_waits_for_its_time_is_taken_at_once_where_that_is_asked() -> None:
    background, steps = Background(), 0

    async def work() -> float | None:
        nonlocal steps
        steps += 1
        return 3600.0 if steps == 1 else None

    background.add("work", work)
    background.need("work")
    await settle()
    background.need("work")
    await settle()
    assert steps == 1
    background.need("work", at_once=True)
    await settle()
    assert steps == 2


async def test_lasting_work_keeps_no_world_open() -> None:
    background = Background()

    async def work() -> float | None:
        return 3600.0

    background.add("work", work, is_lasting=True)
    background.need("work")
    await settle()
    assert not background.has_work_left
    await background.hold()


async def test_work_that_a_service_does_not_have_is_no_error() -> None:
    background = Background()
    background.need("sealing")
    assert not background.has_work_left


async def test_lasting_work_goes_one_after_the_other() -> None:
    background, order, ended = Background(), list[str](), asyncio.Event()

    async def first() -> float | None:
        order.append("first")
        await ended.wait()
        return None

    async def second() -> float | None:
        order.append("second")
        return None

    for name, work in (("first", first), ("second", second)):
        background.add(name, work, is_lasting=True)
        background.need(name)
    await settle()
    assert order == ["first"]
    ended.set()
    await settle()
    assert order == ["first", "second"]


async def test_nobody_waits_for_a_step_that_asks_its_own_world() -> None:
    background, begun = Background(), 0

    async def work() -> float | None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()
        return None

    background.add("work", work, is_lasting=True, asks_its_world=True)
    background.need("work")
    await settle()
    # Less than a step may take to end: it is cut off.
    await asyncio.wait_for(background.hold(), _STEP_ENDS_WITHIN_S / 2)
    background.go_on()
    await settle()
    assert begun == 2
    await background.hold()


async def test_work_begins_later_where_requests_come_first_and_at_once_where_it_must() -> None:
    background, steps = Background(), 0

    async def work() -> float | None:
        nonlocal steps
        steps += 1
        return None

    background.add("work", work, is_lasting=True)
    background.need("work", in_s=60.0)
    await settle()
    assert steps == 0
    background.need("work", at_once=True)
    await settle()
    assert steps == 1
    background.need("work")
    await settle()
    assert steps == 2
