"""`onshi seed`: seeding with a progress bar on a terminal, and a word about how many it was."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onshi.connecting import Verify
from shared.clock import ShiftedClock, day_in_japan
from shared.settings import Settings
from simulator.patients.file import read_file
from simulator.patients.people import vendor_patients_of
from simulator.personas.credentials import OPERATOR
from simulator.worlds.seeding.progress import seeding_shown
from simulator.worlds.seeding.seed import seed_world
from simulator.worlds.world_record import DEFAULT_SEED


@dataclass(frozen=True, slots=True)
class WhereToSeed:
    """The services of a world that runs; ``consent_url`` as in ``seed_world``, ``verify`` for TLS."""

    registry_url: str
    jpki_url: str
    consent_url: str | None = None
    verify: Verify = True


def seed_with_progress(
    where: WhereToSeed,
    settings: Settings,
    seed: int | None,
    day: date | None,
    fixtures: Path | None,
) -> None:
    """Seed the world that is served there.

    Raises SeedFailed, FixturesInvalid, FixturesUnreadable or CertificateUnreadable.
    """
    secret = settings.operator_secret
    today = day_in_japan(ShiftedClock(settings.clock_offset).now())
    seed, reference_date = DEFAULT_SEED if seed is None else seed, day or today
    vendor_patients = vendor_patients_of(None if fixtures is None else read_file(fixtures), seed, reference_date)
    with seeding_shown() as progress:
        asyncio.run(
            seed_world(
                registry_url=where.registry_url,
                jpki_url=where.jpki_url,
                consent_url=where.consent_url,
                verify=where.verify,
                seed=seed,
                reference_date=reference_date,
                vendor_patients=vendor_patients,
                operator_secret=OPERATOR.client_secret if secret is None else secret.get_secret_value(),
                progress=progress,
            )
        )
    if fixtures is not None:
        print(f"{len(vendor_patients.people):,} patients of {fixtures} are there")  # noqa: T201 - a program speaks to its user
