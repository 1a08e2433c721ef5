"""Hearing of the institution's checks: with the list that any receipt system follows."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx

from onshi.problems import OnshiProblem
from services.reader.calls.institution import InstitutionCalls
from services.reader.receptions.store import add_entries, begin_at, cursor_of
from shared.worlds.world import World

LATEST: Final = "latest"


class Waiting:
    """The screens of one world that wait for a check: however many wait at a reader, one call waits for them all.

    A pause of the world lets them go.
    """

    def __init__(self) -> None:
        self._released = asyncio.Event()
        self._hearings: dict[str, asyncio.Task[None]] = {}
        self._screens: Counter[str] = Counter()

    def release(self) -> None:
        """Let all go, until ``go_on``."""
        self._released.set()

    def go_on(self) -> None:
        """Let screens wait again."""
        self._released.clear()

    async def hear(self, reader: str, hearing: Callable[[], Awaitable[None]], *stops: asyncio.Future[None]) -> None:
        """Return when ``hearing`` has: the one that runs for the reader's screens, else this one. Or at a stop."""
        shared = self._hearings.get(reader)
        if shared is None or shared.done():
            shared = self._hearings[reader] = asyncio.create_task(_run(hearing))
        self._screens[reader] += 1
        released = asyncio.create_task(self._released.wait())
        try:
            waited: set[asyncio.Future[Any]] = {shared, released, *stops}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if shared.done() and not shared.cancelled():
                shared.result()
        finally:
            released.cancel()
            self._screens[reader] -= 1
            if not self._screens[reader]:
                shared.cancel()


async def begin(world: World, reader: str, calls: InstitutionCalls) -> None:
    """Make sure that the screen begins before the check that is to come; raises OnshiProblem, httpx.HTTPError."""
    if await cursor_of(world, reader) is None:
        _, cursor = await calls.checks_after(LATEST, 0)
        await begin_at(world, reader, cursor)


async def read_on(world: World, reader: str, calls: InstitutionCalls, wait_s: int) -> None:
    """Read on in the list, and wait for the next check at most ``wait_s``; whatever fails is tried again later."""
    try:
        await begin(world, reader, calls)
        before = await cursor_of(world, reader) or LATEST
        entries, after = await calls.checks_after(before, wait_s)
        await add_entries(world, reader, before, entries, after)
    except (OnshiProblem, httpx.HTTPError):
        # The clinic's screen stays as it is while the line is down.
        return


async def _run(hearing: Callable[[], Awaitable[None]]) -> None:
    await hearing()
