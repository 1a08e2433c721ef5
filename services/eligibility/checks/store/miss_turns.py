"""Questions of one asker that are under way at the same moment: never more of them than may still fit nobody.

Each counts the misses on record, but none sees those that are not recorded yet. So of one asker no more are under way
than their budget has left; others wait their turn, and are refused with the one that finds the budget used up. Within
one process: several workers can together overrun a budget by as many times as there are of them.
"""

from asyncio import CancelledError, Future, get_running_loop
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from shared.errors import Overloaded, TooManyMisses


@dataclass(slots=True)
class _Asker:
    misses: int
    """On record, as far as known: too many rather than too few."""
    under_way: int = 0
    recorded: int = 0
    """Misses that this process has recorded since it first heard of the asker."""
    waiting: deque[Future[None]] = field(default_factory=deque)


class Turn:
    """One question's turn."""

    def __init__(self, turns: "MissTurns", asker: _Asker) -> None:
        self._turns, self._asker = turns, asker
        self._recorded = asker.recorded
        self._is_miss = False

    def found(self, misses: int) -> None:
        """Say how many misses were on record when this question was asked."""
        # What others recorded meanwhile may be among them, or not.
        self._asker.misses = misses + self._asker.recorded - self._recorded
        self._turns.let_go_on(self._asker)

    def is_refused(self, refusal: TooManyMisses) -> TooManyMisses:
        """Refuse whoever waits too: the budget is used up."""
        while self._asker.waiting:
            waiting = self._asker.waiting.popleft()
            if not waiting.done():
                waiting.set_exception(TooManyMisses(retry_after_s=refusal.retry_in_s))
        return refusal

    def missed(self) -> None:
        """Say that a miss has been recorded."""
        self._is_miss = True

    def end(self) -> None:
        """Leave; whoever waits goes on."""
        self._asker.under_way -= 1
        self._asker.misses += self._is_miss
        self._asker.recorded += self._is_miss
        self._turns.let_go_on(self._asker)


class MissTurns:
    """The turns of all askers of one world."""

    def __init__(self, limit: int, most_waiting: int) -> None:
        self._limit, self._most_waiting = limit, most_waiting
        self._askers: dict[str, _Asker] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[Turn]:
        """Wait for a turn and have it; raises TooManyMisses (found while waiting), Overloaded (too many wait)."""
        # Of an asker who is new here nothing is known: the first one looks, and the others wait for that.
        asker = self._askers.setdefault(name, _Asker(misses=self._limit))
        try:
            if self._has_room(asker):
                asker.under_way += 1
            else:
                await self._wait(asker)
            turn = Turn(self, asker)
            try:
                yield turn
            finally:
                turn.end()
        finally:
            if not asker.under_way and not asker.waiting and self._askers.get(name) is asker:
                del self._askers[name]

    def let_go_on(self, asker: _Asker) -> None:
        """Give a turn to each who waits and for whom there is room."""
        while asker.waiting and self._has_room(asker):
            waiting = asker.waiting.popleft()
            if not waiting.done():
                asker.under_way += 1
                waiting.set_result(None)

    def _has_room(self, asker: _Asker) -> bool:
        return asker.under_way < max(1, self._limit - asker.misses)

    async def _wait(self, asker: _Asker) -> None:
        if len(asker.waiting) >= self._most_waiting:
            raise Overloaded
        waiting: Future[None] = get_running_loop().create_future()
        asker.waiting.append(waiting)
        try:
            await waiting
        except CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                # The turn came, and nobody is there to have it.
                asker.under_way -= 1
                self.let_go_on(asker)
            raise
