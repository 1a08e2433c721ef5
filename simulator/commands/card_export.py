"""`onshi card export`: cards with their private keys, for load generators; of a simulator only."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail
from simulator.commands.options import DEFAULT_WORLD, KeptIn, WorldName


def export(
    context: typer.Context,
    count: Annotated[int, typer.Option(min=1, help="How many cards at most.")],
    output: Annotated[Path, typer.Option(dir_okay=False, help="The file to write (JSON lines).")],
    data: KeptIn = None,
    world: WorldName = DEFAULT_WORLD,
) -> None:
    """Write cards of a nation with PKCS#8 key, certificate, PIN and institution, from the running `onshi up --data`.

    Example: `onshi card export --count 1000 --output cards.ndjson --data load/world`.
    """
    import asyncio

    import asyncpg

    from shared.db.embedded import ADMINISTRATOR
    from shared.db.urls import for_asyncpg
    from shared.settings import MissingSetting
    from simulator.population.card_export import CannotExport, export_cards
    from simulator.population.progress import progress_shown
    from simulator.worlds.folder_database import NotRunningThere
    from simulator.worlds.world_in_folder import world_in_folder

    settings = settings_of(environment_of(context))
    try:
        given = None if data is None else world_in_folder(settings, data, world, ADMINISTRATOR).url
        url = given or settings.secret("database_url")
        with progress_shown("card export / カードの書き出し") as progress:
            written = asyncio.run(export_cards(for_asyncpg(url), count, output, progress))
    except (CannotExport, NotRunningThere, MissingSetting) as error:
        fail(error)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        fail(CannotExport(f"cards could not be exported: {type(error).__name__}"))
    print(f"{written:,} cards in {output}; their keys are for a simulator only")
