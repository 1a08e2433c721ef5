"""Every migration of every service, taken back and made again on a world whose every table has rows.

After each step the catalogue says what it says of a new database at that revision; and every row and column is as it
was, but for what LOST names with the reason.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import alembic_config, migrate
from shared.db.roles import SCHEMAS, prepare_schemas
from shared.db.urls import for_sqlalchemy
from shared.settings import SERVICES
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.folder_database import DATABASE
from tests.flows.program import copied_world, simulator_in
from tests.service.catalogue import Contents, catalogue, contents
from tests.service.loaded_world import a_check_and_a_day_a_month_later, fill_the_rest
from tests.service.lost_by_downgrades import LOST

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@dataclass(frozen=True)
class Cluster:
    """A server that holds the loaded world, and makes others beside it."""

    server: EmbeddedPostgres
    password: str

    def url_of(self, database: str) -> str:
        return self.server.url_of(ADMINISTRATOR, self.password, database)

    async def made(self, name: str, like: str) -> str:
        """Make a database and return its URL."""
        admin = await asyncpg.connect(self.server.admin_url)
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        await admin.close()
        return self.url_of(name)


@dataclass(frozen=True)
class History:
    """The migrations of a service in one database."""

    service: str
    engine: AsyncEngine
    admin: asyncpg.Connection

    async def go(self, revision: str, *, back: bool = False) -> None:
        def gone(connection: Connection) -> None:
            (command.downgrade if back else command.upgrade)(alembic_config(connection, self.service), revision)

        async with self.engine.begin() as connection:
            await connection.run_sync(gone)

    async def catalogue(self) -> set[str]:
        return await catalogue(self.admin, SCHEMAS[self.service])

    async def contents(self) -> Contents:
        return await contents(self.admin, SCHEMAS[self.service])


@pytest.fixture(scope="module")
async def cluster(stopped_world: Path) -> AsyncIterator[Cluster]:
    with copied_world(stopped_world) as folder:
        with simulator_in(folder) as simulator:
            a_check_and_a_day_a_month_later(simulator, Path(mkdtemp()))
        password = DataFolder(folder).secrets().admin_password
        server = EmbeddedPostgres(folder, password, durable=False)
        await server.start()
        try:
            admin = await asyncpg.connect(server.url_of(ADMINISTRATOR, password, DATABASE))
            await fill_the_rest(admin)
            await admin.close()
            yield Cluster(server, password)
        finally:
            await server.stop()


async def history(url: str, service: str) -> AsyncIterator[History]:
    engine = create_async_engine(for_sqlalchemy(url))
    # What is prepared for one shape of a table does not fit the next.
    admin = await asyncpg.connect(url, statement_cache_size=0)
    try:
        yield History(service, engine, admin)
    finally:
        await admin.close()
        await engine.dispose()


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def loaded(cluster: Cluster, service: str) -> AsyncIterator[History]:
    async for each in history(await cluster.made(f"loaded_{service}", DATABASE), service):
        yield each


@pytest.fixture
async def new(cluster: Cluster, service: str) -> AsyncIterator[History]:
    async for each in history(await cluster.made(f"new_{service}", "template0"), service):
        await prepare_schemas(each.admin)
        yield each


def revisions(service: str) -> list[str]:
    """Return them in their order; what comes before the first is alembic's ``base``."""
    return ["base", *sorted(file.stem[: len("YYYYMMDD_HHMM")] for file in (MIGRATIONS / service).glob("2*.py"))]


async def test_each_migration_goes_there_and_back_on_a_loaded_database(
    service: str, loaded: History, new: History, cluster: Cluster
) -> None:
    order = revisions(service)
    fresh = {"base": await new.catalogue()}
    for revision in order[1:]:
        await new.go(revision)
        fresh[revision] = await new.catalogue()
    rows = await loaded.contents()
    assert [table for table, found in rows.items() if not found] == []
    lost: dict[str, set[str]] = {}
    for before, revision in reversed(list(pairwise(order))):
        was = await loaded.catalogue()
        await loaded.go(before, back=True)
        assert difference(for_new_rows(await loaded.catalogue()), fresh[before]) == [], f"{revision} taken back"
        await loaded.go(revision)
        again = await loaded.catalogue()
        assert difference(for_new_rows(again), fresh[revision]) == [], f"{revision} made again"
        assert {line for line in again - was if line.endswith(" NOT VALID")} == set()
        lost[revision] = changed(rows, await loaded.contents())
        await loaded.go(before, back=True)
        rows = await loaded.contents()
    assert {revision: names for revision, names in lost.items() if names} == {
        revision: set(names.split(", ")) for revision, (_, names) in LOST[service].items()
    }
    await migrate(cluster.url_of(f"loaded_{service}"), {})
    assert difference(await loaded.catalogue(), fresh[order[-1]]) == []


def for_new_rows(found: set[str]) -> set[str]:
    """Return the catalogue without the remark that a stricter rule of before holds for new rows only."""
    return {line.removesuffix(" NOT VALID") for line in found}


def difference(found: set[str], wanted: set[str]) -> list[str]:
    """Return what is there and not wanted (+), and what is wanted and not there (-)."""
    return sorted([f"+ {line}" for line in found - wanted] + [f"- {line}" for line in wanted - found])


def changed(before: Contents, after: Contents) -> set[str]:
    """Return the names of tables whose rows are others, or of the columns if all the rest of each row is the same."""
    names = set()
    for table in before.keys() | after.keys():
        old, new = before.get(table, []), after.get(table, [])
        if _counted(old) == _counted(new):
            continue
        columns = {column for row in (*old, *new) for column in row}
        others = {
            column
            for column in columns
            if Counter(row.get(column, "") for row in old) != Counter(row.get(column, "") for row in new)
        }
        if len(old) == len(new) and _counted(old, others) == _counted(new, others):
            names |= {f"{table}.{column}" for column in others}
        else:
            names.add(f"{table} in part" if _counted(old) & _counted(new) else table)
    return names


def _counted(rows: list[dict[str, str | None]], without: set[str] = frozenset()) -> Counter[object]:  # type: ignore[assignment]
    return Counter(frozenset((name, value) for name, value in row.items() if name not in without) for row in rows)
