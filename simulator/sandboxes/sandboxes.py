"""Making, resetting, keeping, restoring and removing sandboxes: one act at a time for each world."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import asyncpg

from shared.errors import (
    AlreadyExists,
    ChangeNotAcknowledged,
    ChangeNotFollowed,
    ResourceNotFound,
    SandboxNotReady,
    ServiceError,
    TooManySandboxes,
    WorldNotASandbox,
    WorldUnknown,
)
from shared.nearest import nearest
from shared.web.edge import DEFAULT_WORLD
from shared.web.not_found import nothing_called_so
from shared.worlds.clock import WorldClock
from shared.worlds.control.changes import PATIENT_S, begin_life, remove_world, set_activity
from shared.worlds.state import Activity, WorldState
from simulator.sandboxes import store
from simulator.sandboxes.databases import Databases
from simulator.sandboxes.names import KnownWorlds
from simulator.sandboxes.spares import Spares
from simulator.sandboxes.store import Sandbox, Snapshot
from simulator.sandboxes.templates import (
    DEFAULT,
    EMPTY,
    People,
    Template,
    beginning_at,
    find_template,
    make_empty,
    name_for,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A sandbox as it is asked for; ``origin`` is `default`, `empty` or `<sandbox>/<snapshot>`."""

    name: str
    origin: str = DEFAULT
    day: date | None = None
    seed: int | None = None


@dataclass(slots=True)
class Sandboxes:
    """All of them; ``seed`` and ``day`` are those of `default`, ``most`` is how many there may be."""

    databases: Databases
    spares: Spares
    known: KnownWorlds
    seed: int
    day: date
    most: int
    on_removal: Callable[[str], Awaitable[None]]
    """Closes what the controls themselves hold of a world."""
    wanted: "asyncio.Queue[tuple[int, date]]" = field(default_factory=asyncio.Queue)
    """Templates that somebody waits for (filling.py)."""
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """By world: whatever changes one holds its turn."""
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def all(self) -> list[Sandbox]:
        """Return all, the oldest first; raises ControlsAlone, DatabaseUnavailable, as everything here."""
        async with self.databases.administered() as connection:
            return await store.list_sandboxes(connection)

    async def find(self, name: str) -> Sandbox:
        """Return one; raises ResourceNotFound, WorldNotASandbox."""
        async with self.databases.administered() as connection:
            return await self._find(connection, name)

    async def create(self, asked: Asked) -> Sandbox:
        """Make a sandbox: ready, or, where its people have to be made first, `making`.

        Raises AlreadyExists, TooManySandboxes, ResourceNotFound (a snapshot that is gone), ChangeNotAcknowledged
        (it is gone again).
        """
        async with self.turns[asked.name], self.databases.administered() as connection:
            snapshot = await self._snapshot_in(connection, asked.origin)
            template = None if snapshot is not None else await self._template(connection, asked)
            await self._keep(connection, asked, snapshot, template)
            if snapshot is None and template is None:
                self.wanted.put_nowait(self._cast(asked))
                return await self._find(connection, asked.name)
            try:
                return await self._begin(connection, asked.name, template, snapshot)
            except Exception as error:
                # Nothing half stays; what cannot be removed now the next start removes.
                with suppress(ServiceError):
                    await self._remove(connection, asked.name)
                if isinstance(error, ChangeNotFollowed):
                    raise ChangeNotAcknowledged from error
                raise

    async def begin_waiting(self, template: Template | None, name: str) -> None:
        """Begin those who waited for a template of this name; where it could not be made they have failed."""
        waiting = [each.name for each in await self.all() if each.state == "making" and each.template == name]
        for each in waiting:
            async with self.turns[each], self.databases.administered() as connection:
                if template is None:
                    await store.set_state(connection, each, "failed")
                elif await store.find_sandbox(connection, each) is not None:
                    await self._begin(connection, each, template, None)

    async def reset(self, name: str) -> Sandbox:
        """Set a sandbox back to how it began, its clock too; raises as ``find``, SandboxNotReady, ChangeNotFollowed."""
        async with self.turns[name], self.databases.administered() as connection:
            sandbox = await self._ready(connection, name)
            template = await find_template(connection, sandbox.template) if sandbox.template else None
            snapshot = await self._snapshot_in(connection, sandbox.origin)
            if template is None and snapshot is None:
                raise ResourceNotFound
            return await self._begin(connection, name, template, snapshot)

    async def take_snapshot(self, name: str, snapshot: str) -> Snapshot:
        """Keep a sandbox as it stands; its requests wait meanwhile. Raises as ``reset``, ChangeNotAcknowledged."""
        async with self.turns[name], self.databases.administered() as connection:
            sandbox = await self._ready(connection, name)
            assert sandbox.database is not None  # noqa: S101 - it is ready
            before = await store.find_snapshot(connection, name, snapshot)
            try:
                state = await set_activity(connection, name, Activity.CLOSED, PATIENT_S)
                now = WorldClock(state.clock).now()
                database = await self.databases.copy(connection, sandbox.database, is_template=True)
                is_frozen = state.clock.frozen_at is not None
                taken = Snapshot(name, snapshot, database, state.generation, 0, now, is_frozen)
                await store.keep_snapshot(connection, taken)
            finally:
                await set_activity(connection, name, Activity.RUNNING, PATIENT_S)
            if before is not None:
                self.databases.drop_later([before.database])
            return taken

    async def restore(self, name: str, snapshot: str) -> Sandbox:
        """Bring a snapshot of a sandbox back, with its clock; raises as ``reset``, ResourceNotFound."""
        async with self.turns[name], self.databases.administered() as connection:
            await self._ready(connection, name)
            found = await store.find_snapshot(connection, name, snapshot)
            if found is None:
                raise ResourceNotFound
            return await self._begin(connection, name, None, found)

    async def remove(self, name: str) -> None:
        """Remove a sandbox with its snapshots and files; raises as ``find``, ChangeNotAcknowledged."""
        async with self.turns[name], self.databases.administered() as connection:
            await self._find(connection, name)
            await self._remove(connection, name)

    async def _remove(self, connection: asyncpg.Connection, name: str) -> None:
        unused = await store.databases_of(connection, name)
        with suppress(WorldUnknown):
            await remove_world(connection, name)
        await store.forget_sandbox(connection, name)
        self.known.names.discard(name)
        await self.on_removal(name)
        self.databases.drop_later(unused)

    async def _keep(
        self, connection: asyncpg.Connection, asked: Asked, snapshot: Snapshot | None, template: Template | None
    ) -> None:
        seed, day = self._cast(asked)
        people: People = "personas" if template is None else template.people
        name: str | None = name_for(seed, day) if template is None else template.name
        if snapshot is not None:
            source = await self._find(connection, snapshot.sandbox)
            seed, day, people, name = source.seed, source.reference_date, source.people, None
        async with self._counting:
            if len(await store.list_sandboxes(connection)) >= self.most:
                raise TooManySandboxes
            if not await store.keep_sandbox(connection, asked.name, asked.origin, people, seed, day, name):
                raise AlreadyExists

    async def _begin(
        self, connection: asyncpg.Connection, name: str, template: Template | None, snapshot: Snapshot | None
    ) -> Sandbox:
        """Begin the next life of a sandbox, as a copy of a template or a snapshot."""
        before = await self._find(connection, name)
        if template is not None:
            database, clock = await self.spares.take(connection, template), template.clock(before.reference_date)
        else:
            assert snapshot is not None  # noqa: S101 - one of the two
            database = await self.databases.copy(connection, snapshot.database)
            clock = beginning_at(snapshot.taken_at, is_frozen=snapshot.is_frozen)

        async def with_patients(generation: int) -> None:
            if snapshot is not None:
                await store.copy_patients(connection, name, generation, snapshot)
            await store.set_state(connection, name, "ready")

        unused = [] if before.database is None else [before.database]
        try:
            await begin_life(connection, WorldState(name, database, clock), with_patients)
        except ChangeNotFollowed:
            # It has begun, where it was acknowledged.
            raise
        except BaseException:
            unused = [database]
            raise
        finally:
            self.databases.drop_later(unused)
        self.known.names.add(name)
        return await self._find(connection, name)

    async def _template(self, connection: asyncpg.Connection, asked: Asked) -> Template | None:
        if asked.origin == EMPTY:
            return await make_empty(self.databases, connection)
        seed, day = self._cast(asked)
        found = await find_template(connection, DEFAULT) if (seed, day) == (self.seed, self.day) else None
        found = found or await find_template(connection, name_for(seed, day))
        if found is None:
            # Nobody waits for people who cannot be made.
            await self.databases.must_make(connection)
        return found

    def _cast(self, asked: Asked) -> tuple[int, date]:
        return self.seed if asked.seed is None else asked.seed, asked.day or self.day

    async def _snapshot_in(self, connection: asyncpg.Connection, origin: str) -> Snapshot | None:
        sandbox, is_snapshot, name = origin.partition("/")
        if not is_snapshot:
            return None
        found = await store.find_snapshot(connection, sandbox, name)
        if found is None:
            raise ResourceNotFound
        return found

    async def _find(self, connection: asyncpg.Connection, name: str) -> Sandbox:
        if name == DEFAULT_WORLD:
            raise WorldNotASandbox
        if (found := await store.find_sandbox(connection, name)) is None:
            raise nothing_called_so(nearest(name, [each.name for each in await store.list_sandboxes(connection)]))
        return found

    async def _ready(self, connection: asyncpg.Connection, name: str) -> Sandbox:
        sandbox = await self._find(connection, name)
        if sandbox.state != "ready":
            raise SandboxNotReady
        return sandbox
