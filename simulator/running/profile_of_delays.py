"""The profile of `onshi up --profile`: by it answers are late once the world is filled."""

import asyncpg

from shared.db.urls import for_asyncpg
from shared.web.edge import DEFAULT_WORLD
from simulator.faults.profile import Profile
from simulator.faults.store import set_profile
from simulator.start_failed import StartFailed


async def begin_profile(control_url: str | None, profile: Profile, seed: int) -> None:
    """Let every operation take as long as a profile says, from now on; raises StartFailed where nobody can."""
    if control_url is None:
        raise StartFailed("--profile needs a control database: an administrator who may create one")
    connection = await asyncpg.connect(for_asyncpg(control_url), timeout=5)
    try:
        await set_profile(connection, DEFAULT_WORLD, profile.rules(seed))
    finally:
        await connection.close()
