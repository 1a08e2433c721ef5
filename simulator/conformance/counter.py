"""The observer of a worker that counts: it reads each request at once, and hands on what it saw in batches.

What waits in memory is bounded; what cannot be handed on is shed, and counted for its client: a rule is never said to
be kept by what was not looked at. Without requests there is no task and no connection.
"""

from collections import Counter
from contextlib import AbstractAsyncContextManager

from shared.clock import ShiftedClock
from shared.worlds.control.beside import FAILURES, Connect, WrittenBeside
from shared.worlds.journal import FinishedRequest
from simulator.conformance.counting import SETTLED_S, Batch, Whose, count_in_turn, put
from simulator.conformance.observation import Observation, Observations

MOST_WAITING = 4_000
_BETWEEN_S = 0.25


class ConformanceCounter:
    """Counts the requests of all worlds of one process."""

    def __init__(self, control_url: str, secret: bytes) -> None:
        self._read = Observations(secret).read
        self._waiting: list[Observation] = []
        self._shed: Counter[Whose] = Counter()
        self._beside = WrittenBeside(control_url, "conformance", self._hand_on, between_s=_BETWEEN_S)

    def finished(self, request: FinishedRequest) -> None:
        """Take a request in, or shed it where too many wait already."""
        seen = self._read(request)
        if seen is None:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._shed[seen.world, seen.generation, seen.client] += 1
            return
        self._waiting.append(seen)
        self._beside.need()

    def counting(self) -> AbstractAsyncContextManager[None]:
        """Count until the end, then hand on what still waits."""
        return self._beside.going_on()

    async def _hand_on(self, connect: Connect) -> None:
        """Hand on what waits, and count what is settled; what cannot be handed on is shed."""
        batch, self._waiting = self._waiting, []
        shed, self._shed = self._shed, Counter()
        if not batch and not shed:
            return
        try:
            connection = await connect()
            if not await put(connection, Batch(batch, [(*whose, gone) for whose, gone in shed.items()])):
                self._let_go(batch, shed)
            batch, shed = [], Counter()
            await count_in_turn(connection, ShiftedClock().now().timestamp() - SETTLED_S)
        except FAILURES:
            self._let_go(batch, shed)
            raise

    def _let_go(self, batch: list[Observation], shed: Counter[Whose]) -> None:
        self._shed.update(shed)
        self._shed.update((each.world, each.generation, each.client) for each in batch)
