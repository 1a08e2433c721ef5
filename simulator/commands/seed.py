"""`onshi seed`: a world filled over HTTP."""

from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail, fail_with_cells
from simulator.commands.options import CaFile, Fixtures, ReferenceDate, Seed, Url
from simulator.pages.pasted import USUAL_URL


def seed(
    context: typer.Context,
    registry_url: Annotated[str | None, typer.Option(help="The registry. Default: /registry of --url.")] = None,
    jpki_url: Annotated[str | None, typer.Option(help="The simulated J-LIS. Default: /jpki of --url.")] = None,
    consent_url: Annotated[
        str | None, typer.Option(help="The consent service; left out: nobody gets the emergency authority.")
    ] = None,
    url: Url = USUAL_URL,
    seed: Seed = None,
    day: ReferenceDate = None,
    fixtures: Fixtures = None,
    ca: CaFile = None,
) -> None:
    """Fill a world over HTTP with insurers, institutions, clients, personas and their cards; again changes nothing.

    Example: `onshi seed --url http://127.0.0.1:8000 --date 2026-12-01`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.worlds.seeding.calls import SeedFailed
    from simulator.worlds.seeding.command import WhereToSeed, seed_with_progress

    base_url = url.rstrip("/")
    where = WhereToSeed(registry_url or f"{base_url}/registry", jpki_url or f"{base_url}/jpki", consent_url, ca or True)
    try:
        seed_with_progress(where, settings_of(environment_of(context)), seed, day, fixtures)
    except FixturesInvalid as error:
        fail_with_cells(error)
    except (SeedFailed, FixturesUnreadable, CertificateUnreadable) as error:
        fail(error)
