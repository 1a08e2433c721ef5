"""Hearing of the institution's checks: with the list that any receipt system follows."""

import asyncio
from typing import Any, Final

import httpx

from onshi.problems import OnshiProblem
from services.reader.calls.institution import InstitutionCalls
from services.reader.receptions.store import add_entries, begin_at, cursor_of
from shared.worlds.world import World

LATEST: Final = "latest"
_MOST_WAITING: Final = 16
"""Screens that wait at once in a process; others look without waiting, and the connections stay free for patients."""


class Waiting:
    """The screens of one world that wait for a check: a pause of the world lets them go."""

    def __init__(self) -> None:
        self._released = asyncio.Event()
        self._free = _MOST_WAITING

    def release(self) -> None:
        """Let all go, until ``go_on``."""
        self._released.set()

    def go_on(self) -> None:
        """Let screens wait again."""
        self._released.clear()

    async def hear(
        self, world: World, reader: str, calls: InstitutionCalls, wait_s: int, *stops: asyncio.Future[None]
    ) -> None:
        """Read on in the list, and wait for the next check at most ``wait_s``; whatever fails is tried again later."""
        wait_s = wait_s if self._free > 0 else 0
        self._free -= 1
        hearing = asyncio.create_task(_hear(world, reader, calls, wait_s))
        released = asyncio.create_task(self._released.wait())
        try:
            waited: set[asyncio.Future[Any]] = {hearing, released, *stops}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if hearing.done():
                await hearing
        finally:
            self._free += 1
            hearing.cancel()
            released.cancel()


async def begin(world: World, reader: str, calls: InstitutionCalls) -> None:
    """Make sure that the screen begins before the check that is to come; raises OnshiProblem, httpx.HTTPError."""
    if await cursor_of(world, reader) is None:
        _, cursor = await calls.checks_after(LATEST, 0)
        await begin_at(world, reader, cursor)


async def _hear(world: World, reader: str, calls: InstitutionCalls, wait_s: int) -> None:
    try:
        await begin(world, reader, calls)
        before = await cursor_of(world, reader) or LATEST
        entries, after = await calls.checks_after(before, wait_s)
        await add_entries(world, reader, before, entries, after)
    except (OnshiProblem, httpx.HTTPError):
        # The clinic's screen stays as it is while the line is down.
        return
