"""The world as it was seeded, kept for sandboxes before anybody can use it."""

import structlog

from shared.errors import ServiceError
from simulator.sandboxes.databases import opened_databases
from simulator.sandboxes.templates import keep_default
from simulator.worlds.world_record import WorldRecord

_log = structlog.get_logger()


async def keep_as_seeded(admin_url: str, control_url: str, world: WorldRecord) -> None:
    """Make the template of `default`; where that fails, sandboxes get the personas anew, in seconds."""
    try:
        async with opened_databases(admin_url, control_url) as databases:
            await keep_default(databases, world.seed, world.reference_date)
    except ServiceError as error:
        _log.warning("the world as seeded was not kept for sandboxes", error=type(error).__name__)
