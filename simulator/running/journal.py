"""Who is told of the requests of a worker of `onshi up`: its journal, and what counts conformance."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from shared.settings import Settings
from shared.worlds.journal import FinishedRequest, Observer
from simulator.conformance.counter import ConformanceCounter
from simulator.journal.keeping import Keeper


@dataclass(frozen=True, slots=True)
class Told:
    """All who are told."""

    observers: Sequence[Observer]
    alongside: Sequence[AbstractAsyncContextManager[None]]
    """What lives as long as the worker."""

    def finished(self, request: FinishedRequest) -> None:
        """Tell each of them."""
        for observer in self.observers:
            observer.finished(request)


def told_of(settings: Settings) -> Told | None:
    """Return who is told; None without a control database."""
    if settings.control_database_url is None:
        return None
    url = settings.control_database_url.get_secret_value()
    # All workers recognise what one of them saw: they have this key.
    secret = b"" if settings.nonce_key is None else settings.nonce_key.get_secret_value().encode()
    keeper, counter = Keeper(url), ConformanceCounter(url, secret)
    return Told((counter, keeper), (keeper.kept(), counter.counting()))


@asynccontextmanager
async def all_of(*managers: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """Live as long as all do; the first ends last."""
    async with AsyncExitStack() as stack:
        for manager in managers:
            await stack.enter_async_context(manager)
        yield
