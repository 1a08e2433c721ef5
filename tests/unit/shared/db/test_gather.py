import asyncio
from collections.abc import Sequence

import pytest

from shared.db.gather import Gatherer
from shared.errors import Overloaded


class Clerk:
    """Doubles numbers, slowly, and remembers what came together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_answer = asyncio.Event()
        self.fails = False

    async def answer_all(self, numbers: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(numbers))
        await self.may_answer.wait()
        if self.fails:
            raise RuntimeError("the clerk is ill")
        return [2 * number for number in numbers]

    def gatherer(self, most_waiting: int = 100) -> Gatherer[int, int]:
        return Gatherer(self.answer_all, most_at_once=3, most_waiting=most_waiting)


async def test_the_first_goes_at_once_and_those_who_wait_go_together() -> None:
    clerk = Clerk()
    gatherer = clerk.gatherer()
    first = asyncio.create_task(gatherer.ask(1))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(gatherer.ask(number)) for number in (2, 3, 4, 5)]
    await asyncio.sleep(0.01)
    clerk.may_answer.set()

    assert await asyncio.gather(first, *others) == [2, 4, 6, 8, 10]
    assert clerk.batches == [[1], [2, 3, 4], [5]]


async def test_a_failure_is_everybodys_who_shared_the_call_and_nobody_elses() -> None:
    clerk = Clerk()
    gatherer = clerk.gatherer()
    clerk.fails = True
    clerk.may_answer.set()
    outcomes = await asyncio.gather(gatherer.ask(1), gatherer.ask(2), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["the clerk is ill", "the clerk is ill"]

    clerk.fails = False
    assert await gatherer.ask(3) == 6


async def test_too_many_waiting_are_turned_away() -> None:
    clerk = Clerk()
    gatherer = clerk.gatherer(most_waiting=1)
    running = asyncio.create_task(gatherer.ask(1))
    await asyncio.sleep(0.01)
    waiting = asyncio.create_task(gatherer.ask(2))
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await gatherer.ask(3)
    clerk.may_answer.set()
    assert list(await asyncio.gather(running, waiting)) == [2, 4]


async def test_somebody_who_left_does_not_disturb_the_others() -> None:
    clerk = Clerk()
    gatherer = clerk.gatherer()
    leaver, stayer = asyncio.create_task(gatherer.ask(1)), asyncio.create_task(gatherer.ask(2))
    await asyncio.sleep(0.01)
    leaver.cancel()
    clerk.may_answer.set()
    assert await stayer == 4
