"""Who serves the worlds now, and what each of them tells of itself."""

import asyncpg
import msgspec

from shared.worlds.figures import WorkerFigures

_LEASED = """
SELECT figures FROM sim.workers WHERE leased_until > now() AND figures IS NOT NULL ORDER BY started_at, worker_id
"""


async def figures_of_workers(connection: asyncpg.Connection) -> list[WorkerFigures]:
    """Return the figures of each worker that holds its lease and tells any, the oldest first."""
    return [msgspec.json.decode(row["figures"], type=WorkerFigures) for row in await connection.fetch(_LEASED)]
