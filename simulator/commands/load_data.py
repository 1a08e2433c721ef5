"""`onshi load-data`: a world for load tests, and the files that load generators read."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail
from simulator.commands.nation import MOST_PERSONS, NationSeed, Workers, need_numpy, today_unless
from simulator.commands.options import ReferenceDate

_MOST_INSTITUTIONS = 10_000


def load_data(
    context: typer.Context,
    output: Annotated[Path, typer.Option(file_okay=False, help="The folder for the four files.")],
    patients: Annotated[int, typer.Option(min=1, max=MOST_PERSONS, help="How many persons (患者数).")] = 100_000,
    institutions: Annotated[
        int, typer.Option(min=1, max=_MOST_INSTITUTIONS, help="How many, of all kinds (医療機関数).")
    ] = 500,
    seed: NationSeed = 1,
    day: ReferenceDate = None,
    workers: Workers = 2,
    data: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, help="The folder of the new world, for `onshi up --data`. Default: world in --output."
        ),
    ] = None,
) -> None:
    """Make a world for load tests and write patients.csv, cards.ndjson, clients.csv and expected.ndjson of it.

    Example: `onshi load-data --patients 100000 --institutions 500 --output load`.
    """
    need_numpy()
    from simulator.population.block import Nation
    from simulator.population.institutions import institutions_of
    from simulator.population.load_output import opened_output
    from simulator.population.loading import Loading, WorldNotEmpty, load_nation
    from simulator.population.progress import progress_shown
    from simulator.running.nation_world import load_world
    from simulator.start_failed import StartFailed
    from simulator.worlds.folder_files import UnusableFolder

    world = data or output / "world"
    nation, found = Nation(patients, seed, today_unless(day)), institutions_of(seed, institutions)
    settings = settings_of(environment_of(context))
    try:
        with progress_shown("load-data / 負荷試験データの生成") as progress, opened_output(output, found) as files:
            loading = Loading(nation, found, workers, progress, files.write)
            load_world(world, seed, nation.today, settings, lambda connection: load_nation(connection, loading))
    except (StartFailed, UnusableFolder, WorldNotEmpty, OSError) as error:
        fail(error)
    print(f"{patients:,} patients, {institutions:,} institutions in {output}; serve them: onshi up --data {world}")
