"""All worlds of one process: which there are, one host for each service, one budget of connections."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import structlog

from shared.db.budget import ConnectionBudget
from shared.errors import ServiceError
from shared.settings import Settings
from shared.worlds.clock import ClockState
from shared.worlds.fault_plan import NO_FAULTS, Faults
from shared.worlds.host import Opener, WorldHost
from shared.worlds.state import OneWorld, WorldState, WorldStates
from shared.worlds.use import RESTS_AFTER_S, WorldUse

_log = structlog.get_logger()


@dataclass(slots=True)
class ProcessWorlds:
    """What the services of one process share of their worlds. ``idle_s`` is None where worlds stay open."""

    states: WorldStates
    budget: ConnectionBudget
    idle_s: float | None = None
    hosts: list[WorldHost] = field(default_factory=list)
    faults: Faults = NO_FAULTS
    """Those of whatever request is at work: for whoever opens a world."""
    _uses: dict[str, WorldUse] = field(default_factory=dict)
    _timers: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @asynccontextmanager
    async def host(self, opener: Opener, *, opens_all_first: bool = False) -> AsyncIterator[WorldHost]:
        """Host the worlds of one service; the only world of a process is opened at once."""
        host = WorldHost(self, opener, opens_all_first=opens_all_first)
        self.hosts.append(host)
        try:
            if self.idle_s is None and isinstance(self.states, OneWorld):
                await host.open(self.states.state.name)
            yield host
        finally:
            self.hosts.remove(host)
            for name in host.names:
                await host.close(name)
            if not self.hosts:
                await self._end()

    def state_of(self, name: str) -> WorldState:
        """Return the state of a world; raises WorldUnknown, or DatabaseUnavailable where it cannot be told."""
        return self.states.state_of(name)

    def use_of(self, name: str) -> WorldUse:
        """Return where all services note the use of a world."""
        if name not in self._uses:
            rests_after_s = None if self.idle_s is None else RESTS_AFTER_S
            self._uses[name] = WorldUse(asyncio.get_running_loop().time(), rests_after_s)
        return self._uses[name]

    async def open(self, name: str, host: WorldHost, *, alone: bool = False) -> None:
        """Open a world for ``host``, and for every other service: one's background work serves the others.

        ``alone`` opens none of the others: work of one process must not begin the same work in the next.
        """
        hosts = [] if alone else self.hosts
        others = [other for other in hosts if other is not host and other.opened(name) is None]
        opening = [self.begin(other.open(name)) for other in others]
        # Not with the request that asked: it may leave before the world is open.
        await asyncio.shield(self.begin(host.open(name)))
        if host.opens_all_first and opening:
            await asyncio.wait(opening)
        self._watch(name)

    async def follow(self, state: WorldState) -> None:
        """Bring a world to ``state`` in every service; those that open after all others go on after them too."""
        for is_last in (False, True) if state.is_running else (None,):
            hosts = [host for host in self.hosts if is_last in (None, host.opens_all_first)]
            await asyncio.gather(*[host.follow(state) for host in hosts])
        if state.is_running and state.name in self._timers:
            # Somebody used it a moment ago: what was closed for the change is open again when they come back.
            self.begin(self._open_again(state.name))

    async def _open_again(self, name: str) -> None:
        # It may be gone or stand still again by now.
        with suppress(ServiceError):
            await asyncio.gather(*(host.open(name) for host in self.hosts))
            self._watch(name)

    async def close(self, name: str) -> None:
        """Close a world in every service."""
        if (timer := self._timers.pop(name, None)) is not None:
            timer.cancel()
        self._uses.pop(name, None)
        await asyncio.gather(*(host.close(name) for host in self.hosts))

    def suspend(self) -> None:
        """Let every request wait: it is not known any more what the worlds' controls have decided."""
        for host in self.hosts:
            for opened in host.suspend():
                self.begin(opened.drain())

    def _watch(self, name: str) -> None:
        if self.idle_s is not None and name not in self._timers:
            self._timers[name] = asyncio.get_running_loop().call_later(self.idle_s, self._close_if_idle, name)

    def _close_if_idle(self, name: str) -> None:
        del self._timers[name]
        opened = [found for host in self.hosts if (found := host.opened(name)) is not None]
        if not opened or self.idle_s is None:
            self._uses.pop(name, None)
            return
        left = self.use_of(name).used_at + self.idle_s - asyncio.get_running_loop().time()
        if left <= 0 and not any(each.is_in_use for each in opened):
            self.begin(self.close(name))
        else:
            again = asyncio.get_running_loop().call_later(max(left, 0.1), self._close_if_idle, name)
            self._timers[name] = again

    def begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Begin what nobody waits for; the last service to end waits."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._note_end)
        return task

    def _note_end(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a world could not be opened or closed", error=type(error).__name__)

    async def _end(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._tasks:
            await asyncio.wait(self._tasks)


def only_world(settings: Settings) -> ProcessWorlds:
    """Return the worlds of a process that serves the one world that its settings name, and keeps it open."""
    state = WorldState(settings.world, clock=ClockState(settings.clock_offset))
    return one_world(state, settings.database_connection_limit)


def one_world(state: WorldState, most_connections: int = 0) -> ProcessWorlds:
    """Return the worlds of a process that serves one world, which nothing changes, and keeps it open."""
    return ProcessWorlds(OneWorld(state), ConnectionBudget(most_connections))
