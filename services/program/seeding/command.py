"""`onshi seed`: seeding with a progress bar on a terminal, and a word about how many it was."""

import asyncio
from datetime import date
from pathlib import Path

from services.program.fixtures.file import read_file
from services.program.fixtures.people import brought_along
from services.program.seeding.progress import seeding_shown
from services.program.seeding.seed import seed_world
from services.program.world_record import DEFAULT_SEED
from shared.clock import ShiftedClock, day_in_japan
from shared.settings import Settings
from shared.sim.personas.credentials import OPERATOR


def seed_with_progress(
    registry_url: str,
    jpki_url: str,
    consent_url: str | None,
    settings: Settings,
    seed: int | None,
    day: date | None,
    fixtures: Path | None,
) -> None:
    """Seed the world that is served there; raises SeedFailed, FixturesInvalid or FixturesUnreadable."""
    secret = settings.operator_secret
    today = day_in_japan(ShiftedClock(settings.clock_offset).now())
    seed, reference_date = DEFAULT_SEED if seed is None else seed, day or today
    brought = brought_along(None if fixtures is None else read_file(fixtures), seed, reference_date)
    with seeding_shown() as progress:
        asyncio.run(
            seed_world(
                registry_url=registry_url,
                jpki_url=jpki_url,
                consent_url=consent_url,
                seed=seed,
                reference_date=reference_date,
                brought=brought,
                operator_secret=OPERATOR.client_secret if secret is None else secret.get_secret_value(),
                progress=progress,
            )
        )
    if fixtures is not None:
        print(f"{len(brought.people):,} patients of {fixtures} are there")  # noqa: T201 - a program speaks to its user
