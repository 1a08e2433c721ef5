"""The journal of a worker of `onshi up`."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from shared.settings import Settings
from simulator.journal.keeping import Keeper


def journal_of(settings: Settings) -> Keeper | None:
    """Return what keeps the journal; None without a control database."""
    url = settings.control_database_url
    return None if url is None else Keeper(url.get_secret_value())


@asynccontextmanager
async def both(
    outer: AbstractAsyncContextManager[None], inner: AbstractAsyncContextManager[None]
) -> AsyncIterator[None]:
    """Live as long as both do; ``outer`` ends last."""
    async with outer, inner:
        yield
