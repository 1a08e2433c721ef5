"""What tests of cells wait for, and a clinic before a cell."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from services.eligibility.app import create_asgi
from shared.db.database import open_database
from shared.published.heartbeats import BEAT
from shared.web.edge import Edge
from tests.cells.conftest import Place
from tests.clinic import Clinic
from tests.service.eligibility.questions import by_identifier
from tests.worlds import serving

BEATS_S = 0.2


async def within(seconds: float, holds: Callable[[], Awaitable[bool]]) -> float:
    """Return after how many seconds it held; a bound, so that a test that waits in vain ends."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - another machine's state is asked for
            await asyncio.sleep(0.01)
    return time.monotonic() - began


@asynccontextmanager
async def beating(hub: Place) -> AsyncIterator[None]:
    """The hub's registry beats, as its own role."""
    async with open_database(hub.database.urls["registry"], statement_timeout_s=5) as database:

        async def beat() -> None:
            while True:
                await database.fetch(BEAT)
                await asyncio.sleep(BEATS_S)

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


@asynccontextmanager
async def in_cell_of(at_hub: Clinic, cell: Place, limit_s: float) -> AsyncIterator[Clinic]:
    """The same clinic, its patients and their cards, before the eligibility service of a cell."""
    # As in a cell that has been there for a while: it holds roots and keys when it begins to serve.
    await within(10, lambda: holds(cell, "SELECT count(*) = 3 FROM registry_published.trust_roots"))
    async with serving(Edge(create_asgi(cell.database.settings(published_age_limit_s=limit_s)))) as http:
        yield replace(at_hub, http=http)


async def answers(clinic: Clinic) -> bool:
    return (await clinic.check(by_identifier())).status_code == 200


async def holds(place: Place, asked: str) -> bool:
    return bool(await place.admin.fetchval(asked))
