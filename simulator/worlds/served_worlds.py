"""Every world that is served now: where its database is, and how far its clock runs ahead."""

from dataclasses import dataclass, field
from datetime import timedelta

import asyncpg

from shared.db.urls import for_asyncpg, with_database
from shared.web.edge import DEFAULT_WORLD
from shared.worlds.control.rows import COLUMNS, state_in
from shared.worlds.state import Activity
from simulator.worlds.world_in_folder import clock_ahead

_ALL = f"SELECT {COLUMNS} FROM sim.worlds WHERE activity = $1"  # noqa: S608 - put together from a constant


@dataclass(frozen=True, slots=True)
class ServedWorld:
    """One of them; ``url`` is the administrator's, ``clock_ahead`` is counted from the machine's clock."""

    name: str
    url: str = field(repr=False)
    clock_ahead: timedelta


async def served_worlds(control_url: str | None, admin_url: str, otherwise_s: float) -> list[ServedWorld]:
    """Return them; without a control database there is `default`, whose clock is never moved (``otherwise_s``).

    Raises what asyncpg raises.
    """
    if control_url is None:
        return [ServedWorld(DEFAULT_WORLD, admin_url, timedelta(seconds=otherwise_s))]
    connection = await asyncpg.connect(for_asyncpg(control_url), timeout=5)
    try:
        states = [state_in(row) for row in await connection.fetch(_ALL, Activity.RUNNING)]
    finally:
        await connection.close()
    return [
        ServedWorld(
            each.name,
            admin_url if each.database is None else with_database(admin_url, each.database),
            clock_ahead(each.clock),
        )
        for each in states
    ]
