"""What is removed without being asked: what a killed program left half made, and sandboxes that nobody uses."""

import asyncio

import structlog

from shared.errors import ServiceError
from shared.web.edge import DEFAULT_WORLD
from simulator.sandboxes.sandboxes import Sandboxes
from simulator.sandboxes.store import idle_sandboxes, list_sandboxes
from simulator.sandboxes.templates import program

_MOST_OFTEN_S = 10.0
_HALF_MADE = """
DELETE FROM sim.sandboxes s WHERE program <> $1 OR state = 'making'
    OR (state = 'ready' AND NOT EXISTS (SELECT FROM sim.worlds w WHERE w.name = s.name))
"""
_OF_NOBODY = """
DELETE FROM sim.worlds WHERE name <> $1 AND name NOT IN (SELECT name FROM sim.sandboxes WHERE state = 'ready')
"""
_OUTDATED = "DELETE FROM sim.templates WHERE program <> $1"
_log = structlog.get_logger()


async def sweep_at_start(sandboxes: Sandboxes) -> None:
    """Remove what is half made or of another program; what stays is known, and its records go on in order.

    Raises ControlsAlone, DatabaseUnavailable.
    """
    async with sandboxes.databases.administered() as connection:
        await connection.execute(_HALF_MADE, program())
        await connection.execute(_OF_NOBODY, DEFAULT_WORLD)
        await connection.execute(_OUTDATED, program())
        await sandboxes.databases.drop_unused(connection)
        kept = [each for each in await list_sandboxes(connection) if each.state == "ready"]
    sandboxes.known.names |= {each.name for each in kept}
    await sandboxes.databases.keep_order([each.database for each in kept if each.database is not None])


async def keep_sweeping(sandboxes: Sandboxes, idle_s: float) -> None:
    """Remove sandboxes that were not used for ``idle_s`` real seconds, until the end."""
    while True:
        await asyncio.sleep(min(_MOST_OFTEN_S, idle_s / 4))
        try:
            async with sandboxes.databases.administered() as connection:
                idle = await idle_sandboxes(connection, idle_s)
            for name in idle:
                await sandboxes.remove(name)
        except ServiceError as error:
            _log.warning("idle sandboxes were not removed", error=type(error).__name__)
