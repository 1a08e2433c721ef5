"""The control database of `onshi up`: `onshi_sim` in its own server, else beside the database that was given."""

from datetime import timedelta

import asyncpg

from shared.db.urls import for_asyncpg, with_credentials, with_database
from shared.worlds.clock import ClockState
from shared.worlds.control.changes import begin_with
from shared.worlds.control.tables import ROLE, prepare_control
from shared.worlds.state import WorldState
from simulator.conformance.tables import prepare_conformance
from simulator.journal.tables import prepare_journal
from simulator.sandboxes.tables import forget_all, prepare_sandboxes
from simulator.worlds.folder_database import control_database_beside


async def create_database(admin_url: str, name: str) -> None:
    """Create a database unless it is there; raises what asyncpg raises."""
    admin = await asyncpg.connect(for_asyncpg(admin_url))
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            quoted = await admin.fetchval("SELECT quote_ident($1)", name)
            await admin.execute(f"CREATE DATABASE {quoted}")
    finally:
        await admin.close()


async def prepared_control(admin_url: str, name: str, password: str) -> str:
    """Bring the control database ``name`` up to date and return its URL; raises what asyncpg raises."""
    url = with_database(admin_url, name)
    admin = await asyncpg.connect(for_asyncpg(url))
    try:
        await prepare_control(admin, password)
        await prepare_sandboxes(admin)
        await prepare_journal(admin)
        await prepare_conformance(admin)
    finally:
        await admin.close()
    return with_credentials(url, ROLE, password)


async def control_beside(admin_url: str, password: str) -> str | None:
    """Make a control database beside a given one; None where its administrator may create no database."""
    name = control_database_beside(admin_url)
    try:
        await create_database(admin_url, name)
        return await prepared_control(admin_url, name, password)
    except asyncpg.InsufficientPrivilegeError:
        return None


async def begin_default_world(control_url: str | None, clock_offset_s: float, *, is_new: bool) -> None:
    """Let the workers serve `default`, whatever an earlier simulator on this control database left behind.

    ``is_new``: nobody is in it yet, so what is kept of one of that name is of another world.
    """
    if control_url is not None:
        if is_new:
            await _forget_all(control_url)
        clock = ClockState(timedelta(seconds=clock_offset_s))
        await begin_with(control_url, WorldState("default", clock=clock), is_new=is_new)


async def _forget_all(control_url: str) -> None:
    connection = await asyncpg.connect(for_asyncpg(control_url), timeout=5)
    try:
        await forget_all(connection)
    finally:
        await connection.close()
