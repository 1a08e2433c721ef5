"""The worlds of one service in one process: opened when they are first asked for, paused, resumed and closed.

A request begins with ``begin`` and ends with ``OpenWorld.end``. For a world that is open and not paused that is one
look into a dictionary; all others go through ``admit``, which waits.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

from shared.errors import Overloaded
from shared.worlds.clock import WorldClock
from shared.worlds.held import Held
from shared.worlds.state import Activity, WorldState
from shared.worlds.use import WorldUse
from shared.worlds.world import World

Opener = Callable[[WorldState], AbstractAsyncContextManager[Held]]
"""Opens what a service holds of a world, and closes it at the end. Nothing in it waits for another world."""
WAIT_S = 10.0
"""How long a request waits for a world that is paused, or is just being opened."""


class Process(Protocol):
    """What a host needs of the process that it is in (process.py)."""

    def state_of(self, name: str) -> WorldState:
        """Return the state of a world; raises WorldUnknown, DatabaseUnavailable."""
        ...

    async def open(self, name: str, host: "WorldHost", *, alone: bool) -> None:
        """Open a world for ``host``, and, unless ``alone``, for the hosts of the other services."""
        ...

    def use_of(self, name: str) -> WorldUse:
        """Return where the use of a world is noted."""
        ...

    def begin(self, work: Coroutine[Any, Any, None]) -> object:
        """Begin what nobody waits for."""
        ...


class OpenWorld:
    """A world that is open in this service, and how many requests are under way in it."""

    def __init__(self, state: WorldState, held: Held, stack: AsyncExitStack, use: WorldUse) -> None:
        self.state, self.held = state, held
        self._stack, self._use = stack, use
        if (world := held.find(World)) is not None:
            world.background.rest_by(use)
        self._under_way = 0
        self._is_quiet = asyncio.Event()
        self._is_quiet.set()

    @property
    def is_in_use(self) -> bool:
        """Tell whether a request is under way, or work is left that will end by itself."""
        world = self.held.find(World)
        return self._under_way > 0 or (world is not None and world.background.has_work_left)

    def begin(self) -> None:
        """Count one more request that is under way."""
        self._under_way += 1

    def end(self, *, is_use: bool = True) -> None:
        """Count one less; ``is_use``: somebody uses the world, so it stays open for a while."""
        self._under_way -= 1
        if is_use:
            self._use.note()
        if not self._under_way:
            self._is_quiet.set()

    async def drain(self) -> None:
        """Stop background work, let waiting requests go, and return when no request is under way."""
        if (world := self.held.find(World)) is not None:
            await world.background.hold()
        await self._quiet()

    async def finish(self) -> None:
        """Drain, once the work that was handed in is done."""
        if (world := self.held.find(World)) is not None:
            world.background.release()
            await self._quiet()
            await world.background.finish()
        await self.drain()

    async def _quiet(self) -> None:
        while self._under_way:
            self._is_quiet.clear()
            await self._is_quiet.wait()

    async def catch_up(self, state: WorldState) -> None:
        """Where the clock was moved: take it over, and do what has fallen due until then."""
        world = self.held.find(World)
        if world is None or not isinstance(world.clock, WorldClock) or state.clock == self.state.clock:
            return
        world.clock.follow(state.clock)
        await world.background.catch_up()

    def go_on(self, state: WorldState) -> None:
        """Take over what has changed, and start again what was stopped."""
        self.state = state
        if (world := self.held.find(World)) is not None:
            if isinstance(world.clock, WorldClock):
                world.clock.follow(state.clock)
            world.background.go_on()

    async def close(self) -> None:
        """Close everything, connections first of all."""
        if (world := self.held.find(World)) is not None:
            await world.background.hold()
        await self._stack.aclose()


class WorldHost:
    """One service's worlds. ``process`` says which there are, and what hosts of other services do at the same time."""

    def __init__(self, process: Process, opener: Opener, *, opens_all_first: bool = False) -> None:
        """``opens_all_first``: a first request waits until the other services of this process have opened it too."""
        self._process, self._opener = process, opener
        self.opens_all_first = opens_all_first
        self._open: dict[str, OpenWorld] = {}
        """Those that are open and not paused."""
        self._paused: dict[str, OpenWorld] = {}
        self._changing: dict[str, asyncio.Lock] = {}
        self._changed = asyncio.Event()

    def begin(self, name: str) -> OpenWorld | None:
        """Begin a request in a world that is open and not paused; None in any other."""
        found = self._open.get(name)
        if found is not None:
            found.begin()
        return found

    async def admit(self, name: str, *, alone: bool = False) -> OpenWorld:
        """Begin a request in a world, which is opened for it, or waited for while it is paused.

        ``alone`` opens the world in no other service of this process: that is for requests of background work.
        Raises WorldUnknown, Overloaded after WAIT_S, DatabaseUnavailable.
        """
        try:
            async with asyncio.timeout(WAIT_S):
                while (found := self.begin(name)) is None:
                    changed = self._changed
                    if self._process.state_of(name).is_running:
                        await self._process.open(name, self, alone=alone)
                    if name not in self._open:
                        await changed.wait()
        except TimeoutError:
            raise Overloaded from None
        return found

    def is_running(self, name: str) -> bool:
        """Tell whether requests of a world are answered; raises WorldUnknown, DatabaseUnavailable."""
        return self._process.state_of(name).is_running

    def opened(self, name: str) -> OpenWorld | None:
        """Return a world that is open here, paused or not."""
        return self._open.get(name) or self._paused.get(name)

    @property
    def names(self) -> list[str]:
        """The worlds that are open here."""
        return [*self._open, *self._paused]

    async def open(self, name: str) -> None:
        """Open a world unless it is open; raises WorldUnknown and what the opener raises."""
        async with self._lock_of(name):
            state = self._process.state_of(name)
            if not state.is_running or self.opened(name) is not None:
                return
            stack = AsyncExitStack()
            held = await stack.enter_async_context(self._opener(state))
            opened = OpenWorld(state, held, stack, self._process.use_of(name))
            # It may have changed meanwhile; whoever changed it waits for the lock.
            self._open[name] = opened
            opened.go_on(state)
            self._tell()

    async def follow(self, state: WorldState) -> None:
        """Bring a world to ``state``: return once requests under way have ended where it is paused or closed."""
        async with self._lock_of(state.name):
            opened = self.opened(state.name)
            if opened is None:
                self._tell()
                return
            self._paused[state.name] = opened
            self._open.pop(state.name, None)
            if state.activity is Activity.CLOSED:
                await self._close(state.name, opened)
            elif not state.is_same_life_as(opened.state):
                await opened.drain()
                del self._paused[state.name]
                # On a database that nothing uses any more: the next life need not wait for it.
                self._process.begin(opened.close())
            elif state.activity is Activity.PAUSED:
                await opened.finish()
            else:
                await opened.catch_up(state)
                del self._paused[state.name]
                self._open[state.name] = opened
                opened.go_on(state)
            self._tell()

    def suspend(self) -> list[OpenWorld]:
        """Let the requests of every world wait until ``follow`` says more; return which worlds are to be drained."""
        suspended = list(self._open.values())
        self._paused |= self._open
        self._open.clear()
        return suspended

    async def close(self, name: str) -> None:
        """Close a world once requests under way have ended; it is opened again when it is next asked for."""
        async with self._lock_of(name):
            if (opened := self.opened(name)) is not None:
                self._paused[name] = opened
                self._open.pop(name, None)
                await self._close(name, opened)
                self._tell()

    async def _close(self, name: str, opened: OpenWorld) -> None:
        await opened.drain()
        del self._paused[name]
        await opened.close()

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    @asynccontextmanager
    async def _lock_of(self, name: str) -> AsyncIterator[None]:
        lock = self._changing.setdefault(name, asyncio.Lock())
        async with lock:
            yield
        # Nothing is kept of a world that is closed.
        if not lock.locked() and self.opened(name) is None and self._changing.get(name) is lock:
            del self._changing[name]
