"""`onshi seed`: seeding with a progress bar."""

import asyncio
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from services.program.fixtures.people import brought_along
from services.program.seed import seed_world
from services.program.world_record import DEFAULT_SEED
from shared.clock import ShiftedClock, day_in_japan
from shared.settings import Settings
from shared.sim.personas.credentials import OPERATOR


def seed_with_progress(
    registry_url: str,
    jpki_url: str,
    settings: Settings,
    seed: int | None,
    day: date | None,
    fixtures: Path | None,
) -> None:
    """Seed the world that is served there; raises SeedFailed or FixturesInvalid."""
    secret = settings.operator_secret
    today = day_in_japan(ShiftedClock(settings.clock_offset).now())
    seed, reference_date = DEFAULT_SEED if seed is None else seed, day or today
    columns = (TextColumn("seeding / 初期データ登録"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task("seed", total=None)
        asyncio.run(
            seed_world(
                registry_url=registry_url,
                jpki_url=jpki_url,
                seed=seed,
                reference_date=reference_date,
                brought=brought_along(fixtures, seed, reference_date),
                operator_secret=OPERATOR.client_secret if secret is None else secret.get_secret_value(),
                progress=lambda done, total: shown.update(task, completed=done, total=total),
            )
        )
