"""A hub and two cells on this machine: `make cells`, and what tests of them start."""

import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from shared.db.migrate import migrate
from simulator.cells.cell import subscribe
from simulator.cells.databases import OwnDatabase, own_database
from simulator.cells.hub import publish
from simulator.cells.records import gather, publish_records
from simulator.cells.router import find_haproxy, routed
from simulator.cells.served import served_cell
from simulator.cluster.ports import at
from simulator.cluster.workers import DATABASE, Workers, running_workers

CELLS = ("one", "two")
"""As deploy/cells names them; whoever has no institution is at home in the first."""
BEATS_EVERY_S = 1
_COPIED_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class RunningCells:
    """Where everything is."""

    base_url: str
    """What everybody asks: HAProxy."""
    hub: Workers
    """Asked itself, the hub answers alone, from its own database."""
    hub_database: OwnDatabase
    cell_urls: dict[str, str]
    databases: dict[str, OwnDatabase]


@asynccontextmanager
async def running_cells(folder: Path, tell: Callable[[str], None]) -> AsyncIterator[RunningCells]:
    """Run a hub and its cells in ``folder``, which is emptied, until the end of the block.

    Raises CellFailed, NotInTime, EmbeddedPostgresFailed, OSError.
    """
    haproxy = find_haproxy()
    _empty(folder)
    async with AsyncExitStack() as stack:
        hub_database = await stack.enter_async_context(own_database(folder / "hub"))
        records = await stack.enter_async_context(own_database(folder / "records"))
        reader = secrets.token_urlsafe(24)
        await migrate(records.admin_url, {"consent": reader})
        settings = {
            "ONSHI_HEARTBEAT_S": str(BEATS_EVERY_S),
            "ONSHI_CELL_RECORDS_DATABASE_URL": records.url_of("consent", reader),
        }
        hub = stack.enter_context(running_workers(hub_database.admin_url, folder / "hub", workers=1, settings=settings))
        hub_url = hub_database.server.url_of("onshi_replication", secrets.token_urlsafe(24), DATABASE)
        async with hub_database.admin() as admin:
            await publish(admin, hub_url)
        tell("the hub publishes; its cells copy …")
        async with records.admin() as admin:
            await subscribe(admin, hub_url, "records", _COPIED_WITHIN_S, _unheard)
        databases, urls = {}, {}
        for name in CELLS:
            database = databases[name] = await stack.enter_async_context(own_database(folder / name))
            password = secrets.token_urlsafe(24)
            await migrate(database.admin_url, {"eligibility": password})
            async with database.admin() as admin:
                await subscribe(admin, hub_url, name, _COPIED_WITHIN_S, _unheard)
                cell_url = database.server.url_of("onshi_records", secrets.token_urlsafe(24), DATABASE)
                await publish_records(admin, cell_url)
            async with records.admin() as admin:
                await gather(admin, cell_url, name, _COPIED_WITHIN_S, _unheard)
            tell(f"cell {name} follows the hub, and its records are read there")
            port = stack.enter_context(served_cell(name, folder / name, database, password))
            urls[name] = f"http://{at(port)}"
        addresses = {name: urlsplit(url).netloc for name, url in urls.items()}
        address = stack.enter_context(routed(haproxy, folder, urlsplit(hub.base_url).netloc, addresses))
        yield RunningCells(f"http://{address}", hub, hub_database, urls, databases)


def _unheard(_words: str) -> None:
    """How many tables are left to copy is not told: there are few rows in them."""


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Under root PostgreSQL runs as somebody else, who must pass through here.
    folder.chmod(0o711)
