"""A worker's connection to the control database: it listens for changes, applies them, acknowledges them.

The worker holds a lease, which it renews every second. As long as it does, every change waits for it. Once the lease is
over nobody waits any more, so the worker then answers no request until it has read the state of all worlds again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Protocol
from uuid import UUID, uuid4

import asyncpg
import msgspec
import structlog

from shared.db.urls import for_asyncpg
from shared.errors import DatabaseUnavailable, WorldUnknown
from shared.worlds.control.rows import COLUMNS, state_in
from shared.worlds.control.tables import CHANGES
from shared.worlds.figures import WorkerFigures
from shared.worlds.process import ProcessWorlds
from shared.worlds.state import Activity, WorldState

LEASE_S = 4.0
_RENEW_EVERY_S = 1.0
_CONNECT_AGAIN_S = 0.2
_FIRST_READ_S = 5.0
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_log = structlog.get_logger()

_LEASE = """
INSERT INTO sim.workers (worker_id, name, leased_until, figures)
VALUES ($1, $2, now() + make_interval(secs => $3), $4)
ON CONFLICT (worker_id) DO UPDATE SET leased_until = excluded.leased_until, figures = excluded.figures
"""
_WITHDRAW = "DELETE FROM sim.workers WHERE worker_id = $1 OR leased_until < now() - interval '1 minute'"
_ALL = f"SELECT {COLUMNS} FROM sim.worlds"  # noqa: S608 - put together from a constant
_ONE = f"{_ALL} WHERE name = $1"
_ACKNOWLEDGE = """
INSERT INTO sim.acknowledgements (worker_id, world, version) VALUES ($1, $2, $3)
ON CONFLICT (worker_id, world) DO UPDATE SET version = greatest(acknowledgements.version, excluded.version)
"""


class Follower(Protocol):
    """What follows something else of the worlds that stands in the control database too."""

    async def follow(self, connection: asyncpg.Connection, states: Collection[WorldState]) -> None:
        """Read what belongs to worlds that are new or have changed: a change is acknowledged afterwards."""

    def forget(self, world: str) -> None:
        """Drop what belongs to a world that is gone."""

    def suspend(self) -> None:
        """Trust nothing that was read, until ``follow`` says more."""


class ControlLink:
    """What one worker knows of all worlds; ``worker`` is the name by which a change that waits calls it.

    ``figures`` tells of the worker itself, each time that the lease is renewed.
    """

    def __init__(
        self,
        url: str,
        worker: str,
        figures: Callable[[], WorkerFigures | None] = lambda: None,
        followers: Sequence[Follower] = (),
    ) -> None:
        self._url, self._worker, self._id, self._figures = for_asyncpg(url), worker, uuid4(), figures
        self._followers = followers
        self._states: dict[str, WorldState] | None = None
        self._is_known = asyncio.Event()
        self._news: asyncio.Queue[str] = asyncio.Queue()
        self._one_at_a_time = asyncio.Lock()
        self._applying: set[asyncio.Task[None]] = set()
        self._end_of_lease: asyncio.TimerHandle | None = None

    @property
    def worker_id(self) -> UUID:
        """The id under which this worker holds its lease."""
        return self._id

    def state_of(self, name: str) -> WorldState:
        """Return the state of a world; raises WorldUnknown, DatabaseUnavailable while it is not known."""
        if self._states is None:
            raise DatabaseUnavailable
        if name not in self._states:
            raise WorldUnknown
        return self._states[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a world of this name, or may be one, as long as that is not known."""
        return self._states is None or name in self._states

    @asynccontextmanager
    async def followed(self, process: ProcessWorlds) -> AsyncIterator[None]:
        """Let ``process`` follow every change until the end; without the database its worlds answer nothing.

        It begins once the state of all worlds was read, or when that takes too long.
        """
        following = asyncio.create_task(self._follow(process))
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_known.wait(), _FIRST_READ_S)
            yield
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def _follow(self, process: ProcessWorlds) -> None:
        while True:
            try:
                connection = await asyncpg.connect(self._url, timeout=5, command_timeout=5)
                try:
                    await self._listen(connection, process)
                finally:
                    await self._leave(connection)
            except _FAILURES as error:
                process.budget.outages.tell(DatabaseUnavailable(), error, "")
            await asyncio.sleep(_CONNECT_AGAIN_S)

    async def _listen(self, connection: asyncpg.Connection, process: ProcessWorlds) -> None:
        self._news = asyncio.Queue()
        await connection.add_listener(CHANGES, self._hear)
        # The lease comes first: whoever changes something from now on waits for this worker.
        await self._renew(connection, process)
        known = {row["name"]: state_in(row) for row in await connection.fetch(_ALL)}
        gone = set(self._states or {}) - set(known)
        for follower in self._followers:
            await follower.follow(connection, known.values())
        self._states = known
        self._is_known.set()
        for name in gone:
            self._forget(name)
            await process.follow(WorldState(name, activity=Activity.CLOSED))
        for state in known.values():
            self._apply(connection, process, state)
        loop = asyncio.get_running_loop()
        renew_at = loop.time() + _RENEW_EVERY_S
        while self._states is not None:
            # By the time, not by the silence: one change after the other must not end the lease.
            if loop.time() >= renew_at:
                await self._renew(connection, process)
                renew_at = loop.time() + _RENEW_EVERY_S
            with suppress(TimeoutError):
                name = await asyncio.wait_for(self._news.get(), max(0.0, renew_at - loop.time()))
                await self._read(connection, process, name)
        # The lease ended while this process was held up: everything is read again, on another connection.

    def _hear(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._news.put_nowait(str(payload))

    async def _renew(self, connection: asyncpg.Connection, process: ProcessWorlds) -> None:
        # Counted from before the statement: the database's own count ends no earlier.
        begun_at = asyncio.get_running_loop().time()
        async with self._one_at_a_time:
            figures = self._figures()
            told = None if figures is None else msgspec.json.encode(figures).decode()
            await connection.execute(_LEASE, self._id, self._worker, LEASE_S, told)
        if self._end_of_lease is not None:
            self._end_of_lease.cancel()
        self._end_of_lease = asyncio.get_running_loop().call_at(begun_at + LEASE_S, self._suspend, process)

    async def _read(self, connection: asyncpg.Connection, process: ProcessWorlds, name: str) -> None:
        async with self._one_at_a_time:
            row = await connection.fetchrow(_ONE, name)
        if self._states is None:
            return
        if row is None:
            self._states.pop(name, None)
            self._forget(name)
            await process.follow(WorldState(name, activity=Activity.CLOSED))
        else:
            self._states[name] = state_in(row)
            self._apply(connection, process, self._states[name])

    def _apply(self, connection: asyncpg.Connection, process: ProcessWorlds, state: WorldState) -> None:
        # Beside the listening: requests under way may take longer than the lease.
        task = asyncio.create_task(self._acknowledge(connection, process, state))
        self._applying.add(task)
        task.add_done_callback(self._applying.discard)

    async def _acknowledge(self, connection: asyncpg.Connection, process: ProcessWorlds, state: WorldState) -> None:
        await process.follow(state)
        try:
            async with self._one_at_a_time:
                for follower in self._followers:
                    await follower.follow(connection, [state])
                await connection.execute(_ACKNOWLEDGE, self._id, state.name, state.version)
        except _FAILURES as error:
            _log.warning("a change could not be acknowledged", world=state.name, error=type(error).__name__)

    def _forget(self, name: str) -> None:
        for follower in self._followers:
            follower.forget(name)

    def _suspend(self, process: ProcessWorlds) -> None:
        self._states = None
        for follower in self._followers:
            follower.suspend()
        process.suspend()

    async def _leave(self, connection: asyncpg.Connection) -> None:
        for task in list(self._applying):
            task.cancel()
        with suppress(*_FAILURES):
            async with self._one_at_a_time:
                await connection.execute(_WITHDRAW, self._id)
        with suppress(*_FAILURES):
            await connection.close(timeout=1)
