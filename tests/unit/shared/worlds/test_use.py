"""Work that rests while nobody uses its world, and goes on with the next use."""

import asyncio
from collections.abc import Awaitable, Callable

from shared.worlds.background import Background
from shared.worlds.use import RESTS_AFTER_S, WorldUse


async def settle() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


def unused(rests_after_s: float | None = RESTS_AFTER_S) -> WorldUse:
    """A world that was used long ago."""
    return WorldUse(asyncio.get_running_loop().time() - 2 * RESTS_AFTER_S, rests_after_s)


def counting(steps: list[int]) -> Callable[[], Awaitable[float | None]]:
    async def work() -> float | None:
        steps.append(1)
        return 0.0

    return work


async def steps_with(use: WorldUse, may_rest: bool = True) -> tuple[Background, list[int]]:
    """Work that looks again at once, after a while with this use."""
    background, steps = Background(), list[int]()
    background.add("looking", counting(steps), is_lasting=True, may_rest=lambda: may_rest)
    background.rest_by(use)
    background.need("looking")
    await settle()
    return background, steps


async def test_work_rests_while_nobody_uses_the_world_and_goes_on_with_the_next_use() -> None:
    use = unused()
    background, steps = await steps_with(use)
    assert len(steps) == 1
    use.note()
    await settle()
    assert len(steps) > 2
    assert not background.has_work_left
    await background.hold()


async def test_work_that_rests_is_stopped_and_goes_on_after_a_pause() -> None:
    background, steps = await steps_with(unused())
    await background.hold()
    background.go_on()
    await settle()
    assert len(steps) == 2
    await background.hold()


async def test_work_that_has_failed_does_not_rest() -> None:
    background, steps = await steps_with(unused(), may_rest=False)
    assert len(steps) > 2
    await background.hold()


async def test_nothing_rests_where_other_processes_serve_the_world_too() -> None:
    background, steps = await steps_with(unused(rests_after_s=None))
    assert len(steps) > 2
    await background.hold()
