"""The databases of sandboxes: copied whole by PostgreSQL, from templates that nobody can connect to, and dropped."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import cast

import asyncpg
import structlog

from shared.db.migrate import migrate
from shared.db.record_order import keep_record_order
from shared.db.urls import database_in, for_asyncpg, with_database
from shared.errors import ControlsAlone, DatabaseUnavailable

_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_LONGEST_NAME = 40
_MOST_CONNECTIONS = 6
_LEAVING_S, _LOOK_EVERY_S = 5.0, 0.005
"""How long connections to a database that was just closed may take to end; PostgreSQL looks ten times a second."""
_A_MOMENT_S = 0.5
"""Dropping makes PostgreSQL write everything out: whoever has just begun the next life is answered first."""
_NEXT_NAME = f"SELECT left(current_database(), {_LONGEST_NAME}) || '_' || nextval('sim.database_numbers')"
_MAY_MAKE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
_UNUSED = """
SELECT name FROM sim.databases WHERE name NOT IN (
    SELECT database_name FROM sim.worlds WHERE database_name IS NOT NULL
    UNION SELECT database_name FROM sim.templates UNION SELECT database_name FROM sim.snapshots)
"""
_log = structlog.get_logger()


class Databases:
    """All of them, by an administrator's rights; they are dropped one after the other, beside everything else."""

    def __init__(self, admin_url: str, pool: asyncpg.Pool) -> None:
        """``admin_url`` names the database of the world `default`, ``pool`` is of the control database."""
        self._admin_url, self._pool = admin_url, pool
        self.default = database_in(admin_url)
        self._to_drop: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
        """Not before which instant of the loop, and which."""

    @asynccontextmanager
    async def administered(self) -> AsyncIterator[asyncpg.Connection]:
        """Lend the control database; raises ControlsAlone (no right to make databases), DatabaseUnavailable."""
        try:
            async with self._pool.acquire() as connection:
                # A proxy with the methods of the connection.
                yield cast("asyncpg.Connection", connection)
        except asyncpg.InsufficientPrivilegeError as error:
            raise ControlsAlone from error
        except _FAILURES as error:
            raise DatabaseUnavailable from error

    async def must_make(self, connection: asyncpg.Connection) -> None:
        """Raise ControlsAlone where the administrator may make no database."""
        if not await connection.fetchval(_MAY_MAKE):
            raise ControlsAlone

    async def copy(self, connection: asyncpg.Connection, original: str, *, is_template: bool = False) -> str:
        """Return the name of a new copy of a database that nothing has open; to a template nobody can connect.

        Rows are copied through the log: copying files would force two checkpoints, a second or more (measured).
        """
        name = await self._named(connection)
        await _left(connection, original)
        options = "STRATEGY wal_log" + (" ALLOW_CONNECTIONS false" if is_template else "")
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}" {options}')
        if not is_template:
            await self._keep_order(name)
        return name

    async def make_empty(self, connection: asyncpg.Connection) -> str:
        """Return the name of a new database with nothing in it but the tables."""
        name = await self._named(connection)
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        await migrate(with_database(self._admin_url, name), {})
        await self.close_for_good(connection, name)
        return name

    async def close_for_good(self, connection: asyncpg.Connection, name: str) -> None:
        """Let nobody connect any more: what is copied then is the same each time."""
        await _left(connection, name)
        await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')

    def drop_later(self, names: Iterable[str]) -> None:
        """Drop databases that nothing uses any more."""
        after = asyncio.get_running_loop().time() + _A_MOMENT_S
        for name in names:
            self._to_drop.put_nowait((after, name))

    async def drop_unused(self, connection: asyncpg.Connection) -> None:
        """Drop what no world, template or snapshot names: a killed program left it."""
        self.drop_later([row["name"] for row in await connection.fetch(_UNUSED)])

    async def keep_dropping(self) -> None:
        """Drop until the end, one at a time: each makes PostgreSQL write everything out."""
        while True:
            after, name = await self._to_drop.get()
            await asyncio.sleep(after - asyncio.get_running_loop().time())
            try:
                async with self.administered() as connection:
                    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                    await connection.execute("DELETE FROM sim.databases WHERE name = $1", name)
            except (ControlsAlone, DatabaseUnavailable) as error:
                # The next start finds it.
                _log.warning("a database was not dropped", database=name, error=type(error.__cause__).__name__)

    async def keep_order(self, names: Iterable[str]) -> None:
        """Let records go on behind those that are there, after PostgreSQL was started anew (record_order.py)."""
        for name in names:
            with suppress(*_FAILURES):
                await self._keep_order(name)

    async def _keep_order(self, name: str) -> None:
        connection = await asyncpg.connect(for_asyncpg(with_database(self._admin_url, name)), timeout=5)
        try:
            await keep_record_order(connection)
        finally:
            await connection.close()

    async def _named(self, connection: asyncpg.Connection) -> str:
        name: str = await connection.fetchval(_NEXT_NAME)
        await connection.execute("INSERT INTO sim.databases (name) VALUES ($1)", name)
        return name


@asynccontextmanager
async def opened_databases(admin_url: str, control_url: str) -> AsyncIterator[Databases]:
    """Open them by an administrator's URL of the database of `default`; nothing is connected before it is needed."""
    url = for_asyncpg(with_database(admin_url, database_in(control_url)))
    async with asyncpg.create_pool(url, min_size=0, max_size=_MOST_CONNECTIONS, timeout=5) as pool:
        yield Databases(admin_url, pool)


async def _left(connection: asyncpg.Connection, name: str) -> None:
    """Return when nobody is connected to a database, or when that takes too long: then PostgreSQL says so."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _LEAVING_S
    while await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE datname = $1", name):
        if loop.time() >= until:
            return
        await asyncio.sleep(_LOOK_EVERY_S)
