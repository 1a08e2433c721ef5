"""Many callers, one statement: requests that wait are answered together.

A request that comes to a quiet service goes at once, alone. While the last call is under way, or was begun less than
``spacing_s`` ago, requests queue up and the next call takes all of them. So a quiet service adds no delay, and a
busy one pays each round trip and each commit once for everybody who waits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.errors import Overloaded

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class Gatherer(Generic[Ask, Answer]):
    """Gathers calls of ``ask`` into calls of ``answer_all``, which returns one answer for each, in order."""

    def __init__(
        self,
        answer_all: Callable[[Sequence[Ask]], Awaitable[Sequence[Answer]]],
        *,
        most_at_once: int,
        most_waiting: int,
        spacing_s: float = 0.0,
        when_quiet: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``spacing_s`` is the least time between the beginnings of two calls.

        ``when_quiet`` is called when nobody waits any more; somebody may ask while it is under way.
        """
        self._answer_all = answer_all
        self._when_quiet = when_quiet
        self._spacing_s = spacing_s
        self._may_begin_at = 0.0
        self._most_at_once = most_at_once
        self._most_waiting = most_waiting
        self._waiting: list[tuple[Ask, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, request: Ask) -> Answer:
        """Return the answer to ``request``.

        Raises Overloaded when too many wait (nothing was done), or what ``answer_all`` raised for its batch.
        """
        if len(self._waiting) >= self._most_waiting:
            raise Overloaded
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._working is None:
            self._working = asyncio.create_task(self._answer_until_quiet())
        return await future

    async def _answer_until_quiet(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                if (pause := self._may_begin_at - loop.time()) > 0:
                    await asyncio.sleep(pause)
                self._may_begin_at = loop.time() + self._spacing_s
                batch = self._waiting[: self._most_at_once]
                del self._waiting[: self._most_at_once]
                await self._answer_batch(batch)
        finally:
            self._working = None
            if self._when_quiet is not None:
                await self._when_quiet()

    async def _answer_batch(self, batch: list[tuple[Ask, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._answer_all([request for request, _ in batch])
        except asyncio.CancelledError:
            for _, future in batch:
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it is handed to everybody who waits for it
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
