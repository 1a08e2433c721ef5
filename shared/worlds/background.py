"""Work of a world beside its requests: it starts when there is a need, and ends when nothing is left.

While the world is paused nothing of it runs; what was needed goes on afterwards.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from shared.errors import DATABASE_FAILURES
from shared.worlds.use import WorldUse

Due = Callable[[], Awaitable[None]]
"""What falls due as time passes."""
Work = Callable[[], Awaitable[float | None]]
"""One step of work. It returns in how many seconds the next one is due, or None when nothing is left."""
_AFTER_A_BUG_S = 1.0
_STEP_ENDS_WITHIN_S = 1.0
"""How long a step that is under way may go on once its work is stopped: then it is cut off."""
_log = structlog.get_logger()


class Waiting(Protocol):
    """Requests that only wait for something to happen, such as long polls."""

    def release(self) -> None:
        """Let everybody go, now and until ``go_on``."""
        ...

    def go_on(self) -> None:
        """Let requests wait again."""
        ...


@dataclass(slots=True)
class _Job:
    name: str
    work: Work
    is_lasting: bool = False
    ends_before_a_pause: bool = False
    asks_its_world: bool = False
    may_rest: Callable[[], bool] = lambda: False
    use: WorldUse | None = None
    turn: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)
    is_needed: bool = False
    is_stepping: bool = False
    is_to_stop: bool = False
    task: "asyncio.Task[None] | None" = None
    begins_in_s: float = 0.0
    at_once: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self) -> None:
        if self.task is None:
            self.task = asyncio.create_task(self._run(), name=f"onshi {self.name}")

    async def stop(self) -> None:
        if (task := self.task) is not None:
            self.is_to_stop = True
            if self.is_stepping and not self.asks_its_world:
                await asyncio.wait([task], timeout=_STEP_ENDS_WITHIN_S)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        try:
            if self.begins_in_s:
                await self._wait(self.begins_in_s)
                self.begins_in_s = 0.0
            while self.is_needed:
                async with self.turn:
                    self.is_needed = False
                    self.at_once.clear()
                    self.is_stepping = True
                    pause = await self._step()
                    self.is_stepping = False
                if pause is not None:
                    self.is_needed = True
                if self.is_to_stop:
                    return
                if pause is not None:
                    await self._wait(pause)
        except asyncio.CancelledError:
            # Stopped in the middle: it is not known what is left.
            self.is_needed = True
            raise
        finally:
            self.task, self.is_stepping, self.is_to_stop = None, False, False

    async def _wait(self, pause: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.at_once.wait(), pause)
        if self.use is not None and self.use.is_over and self.may_rest():
            await self.use.until_used(self.at_once)

    async def _step(self) -> float | None:
        try:
            return await self.work()
        except Exception as error:  # noqa: BLE001 - a bug in one step must not leave the rest undone for good
            # The database itself says so when it fails. Of others the type alone: a message may quote a record.
            if not isinstance(error, DATABASE_FAILURES):
                _log.error("background work", work=self.name, error=type(error).__name__)
            return _AFTER_A_BUG_S


class Background:
    """The background work of one world in one service."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}
        self._waiting: list[Waiting] = []
        self._due: list[Due] = []
        self._is_held = False
        # Else a world that is opened would connect to its database for each of them.
        self._turn = asyncio.Lock()

    def add(
        self,
        name: str,
        work: Work,
        *,
        is_lasting: bool = False,
        ends_before_a_pause: bool = False,
        asks_its_world: bool = False,
        may_rest: Callable[[], bool] = lambda: False,
    ) -> None:
        """Name a piece of work; it does not start yet.

        ``is_lasting``: it keeps no world open that nobody uses. ``ends_before_a_pause``: what was handed in at this
        time of the world is done at this time; a pause waits for it. ``asks_its_world``: a step waits for other
        services of a world that stands still by then, so nobody waits for the step. ``may_rest`` tells whether it has
        nothing to do as long as nobody uses the world.
        """
        job = _Job(name, work, is_lasting, ends_before_a_pause, asks_its_world, may_rest)
        if is_lasting:
            job.turn = self._turn
        self._jobs[name] = job

    def rest_by(self, use: WorldUse) -> None:
        """Let work that may rest do so as long as nobody uses the world."""
        for job in self._jobs.values():
            job.use = use

    def add_due(self, due: Due) -> None:
        """Name what falls due as time passes: it is done before a world whose clock was moved goes on."""
        self._due.append(due)

    async def catch_up(self) -> None:
        """Do all that has fallen due, in the order in which it was named."""
        for due in self._due:
            try:
                await due()
            except Exception as error:  # noqa: BLE001 - the world must go on; a later look mends it
                _log.error("what fell due", error=type(error).__name__)

    def add_waiting(self, waiting: Waiting) -> None:
        """Name requests that wait: a pause lets them go."""
        self._waiting.append(waiting)

    def need(self, name: str, *, at_once: bool = False, in_s: float = 0.0) -> None:
        """Start the work unless it runs; ``at_once``: do not wait until its next step is due.

        ``in_s``: it begins later, as requests that wait for the world to be opened come first.

        Nothing happens where the service has no such work: without a checkpoint key there is no sealing.
        """
        job = self._jobs.get(name)
        if job is None:
            return
        job.is_needed = True
        if in_s and job.task is None:
            job.begins_in_s = in_s
        if at_once:
            job.at_once.set()
        if not self._is_held:
            job.start()

    @property
    def has_work_left(self) -> bool:
        """Tell whether anything is left to do that would end by itself."""
        return any(job.is_needed or job.task is not None for job in self._jobs.values() if not job.is_lasting)

    def release(self) -> None:
        """Let waiting requests go, until ``go_on``."""
        for waiting in self._waiting:
            waiting.release()

    async def finish(self) -> None:
        """Return when nothing is left of the work that ends before a pause."""
        for job in self._jobs.values():
            if job.ends_before_a_pause and job.is_needed and not self._is_held:
                job.start()
            while job.ends_before_a_pause and job.task is not None:
                await asyncio.wait([job.task])

    async def hold(self) -> None:
        """Let waiting requests go and stop all work; what was needed is remembered."""
        self._is_held = True
        self.release()
        await asyncio.gather(*(job.stop() for job in self._jobs.values()))

    def go_on(self) -> None:
        """Start again what is needed."""
        self._is_held = False
        for waiting in self._waiting:
            waiting.go_on()
        for job in self._jobs.values():
            if job.is_needed:
                job.start()
