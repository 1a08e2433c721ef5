"""`onshi cell`: what an administrator does to the database of ONSHI_DATABASE_URL, as `onshi migrate`."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import asyncpg

from shared.db.urls import for_asyncpg
from shared.settings import MissingSetting, Settings
from simulator.cells import cell, hub, records
from simulator.cells.failure import CellFailed

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
"""Fits into the name of a place (slot) at the hub."""


def publish_now(settings: Settings) -> None:
    """Publish in the hub's database; raises CellFailed."""
    with _naming_what_is_missing():
        hub_url = settings.secret("hub_database_url")
    _with_admin(settings, lambda admin: hub.publish(admin, hub_url))


def subscribe_now(settings: Settings, name: str, within_s: float, tell: Callable[[str], None]) -> None:
    """Subscribe in the cell's database, as the cell of this name; raises CellFailed."""
    _must_be_a_name(name)
    with _naming_what_is_missing():
        hub_url = settings.secret("hub_database_url")
    _with_admin(settings, lambda admin: cell.subscribe(admin, hub_url, name, within_s, tell))


def publish_records_now(settings: Settings) -> None:
    """Publish the record of the cell's database; raises CellFailed."""
    with _naming_what_is_missing():
        cell_url = settings.secret("cell_database_url")
    _with_admin(settings, lambda admin: records.publish_records(admin, cell_url))


def gather_now(settings: Settings, name: str, within_s: float, tell: Callable[[str], None]) -> None:
    """Read along with a cell's record in the database of all records; raises CellFailed."""
    _must_be_a_name(name)
    with _naming_what_is_missing():
        cell_url = settings.secret("cell_database_url")
    _with_admin(settings, lambda admin: records.gather(admin, cell_url, name, within_s, tell))


def unsubscribe_now(settings: Settings) -> None:
    """End the subscription in the cell's database; raises CellFailed."""
    _with_admin(settings, cell.unsubscribe)


def _must_be_a_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise CellFailed(
            "a cell's name begins with a small letter; up to 31 small letters, digits or underscores follow"
        )


@contextmanager
def _naming_what_is_missing() -> Iterator[None]:
    try:
        yield
    except MissingSetting as error:
        raise CellFailed(str(error)) from error


def _with_admin(settings: Settings, act: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    with _naming_what_is_missing():
        admin_url = settings.secret("database_url")

    async def acted() -> None:
        admin = await asyncpg.connect(for_asyncpg(admin_url))
        try:
            await act(admin)
        finally:
            await admin.close()

    try:
        asyncio.run(acted())
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # The type alone: the words of a driver may quote a URL.
        raise CellFailed(f"the database of ONSHI_DATABASE_URL cannot be used: {type(error).__name__}") from error
