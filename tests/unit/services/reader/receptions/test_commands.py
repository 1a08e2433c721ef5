"""Screens of a clinic that wait for a check: however many, one call waits for them all."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from services.reader.receptions.commands import Waiting

WITHIN_S = 5.0


class Line:
    """The list of checks, asked once for each call that waits; ``answer`` is its next entry."""

    def __init__(self) -> None:
        self.asked = 0
        self.given_up = 0
        self.answer = asyncio.Event()

    def hearing(self) -> Callable[[], Awaitable[None]]:
        async def hear() -> None:
            self.asked += 1
            try:
                await self.answer.wait()
            except asyncio.CancelledError:
                self.given_up += 1
                raise

        return hear


async def started(count: int, waiting: Waiting, line: Line, reader: str = "clinic-reader") -> list[asyncio.Task[None]]:
    """Let so many screens wait, and return once all do."""
    screens = [asyncio.create_task(waiting.hear(reader, line.hearing())) for _ in range(count)]
    # Each turn of the loop lets every task go on to where it waits: the screens, then the call.
    for _ in range(3):
        await asyncio.sleep(0)
    return screens


async def test_many_screens_of_a_reader_wait_by_one_call_and_all_hear_of_the_check() -> None:
    waiting, line, other = Waiting(), Line(), Line()
    screens = await started(50, waiting, line)
    elsewhere = await started(2, waiting, other, "pharmacy-reader")
    assert (line.asked, other.asked) == (1, 1)

    line.answer.set()
    async with asyncio.timeout(WITHIN_S):
        await asyncio.gather(*screens)
    assert [each.done() for each in elsewhere] == [False, False]
    other.answer.set()
    async with asyncio.timeout(WITHIN_S):
        await asyncio.gather(*elsewhere)


async def test_the_call_is_given_up_when_the_last_screen_is_closed() -> None:
    waiting, line = Waiting(), Line()
    first, second = await started(2, waiting, line)

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await asyncio.sleep(0)
    assert line.given_up == 0
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    await asyncio.sleep(0)
    assert line.given_up == 1
    # The next screen asks anew.
    (third,) = await started(1, waiting, line)
    assert line.asked == 2
    third.cancel()


async def test_a_pause_and_a_stop_let_screens_go() -> None:
    waiting, line = Waiting(), Line()
    stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    paused = await started(3, waiting, line)
    waiting.release()
    async with asyncio.timeout(WITHIN_S):
        await asyncio.gather(*paused)
    waiting.go_on()

    stopped = asyncio.create_task(waiting.hear("clinic-reader", line.hearing(), stopping))
    await asyncio.sleep(0)
    stopping.set_result(None)
    async with asyncio.timeout(WITHIN_S):
        await stopped


async def test_what_goes_wrong_is_told_to_every_screen() -> None:
    waiting = Waiting()

    async def broken() -> None:
        await asyncio.sleep(0)
        raise ValueError("broken")

    screens = [asyncio.create_task(waiting.hear("clinic-reader", broken)) for _ in range(2)]
    for each in screens:
        with pytest.raises(ValueError, match="broken"):
            await each
