"""`onshi population`: a synthetic nation, as lines of an import or put into a new world."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail
from simulator.commands.nation import MOST_MONTHS, MOST_PERSONS, NationSeed, NewWorld, Workers, need_numpy, today_unless
from simulator.commands.options import ReferenceDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.population.block import Nation


def population(
    context: typer.Context,
    persons: Annotated[int, typer.Option(min=1, max=MOST_PERSONS, help="How many persons (加入者数).")],
    output: Annotated[str | None, typer.Option(help="The file to write, - for standard output.")] = None,
    into_world: Annotated[
        bool, typer.Option("--into-world", help="Put them into the new world of --data, without an import.")
    ] = False,
    evolve: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_MONTHS, help="Write what changes of them in so many months, and no other lines."),
    ] = None,
    seed: NationSeed = 1,
    day: ReferenceDate = None,
    workers: Workers = 1,
    data: NewWorld = None,
) -> None:
    """Make a synthetic nation: import lines (NDJSON), or a world; the same for the same seed, date and number.

    With --evolve the lines of those whose coverages or cards change within the months behind the date.

    Example: `onshi population --persons 100000 --output nation.ndjson`.
    """
    if (output is None) != into_world or (data is None) == into_world:
        raise typer.BadParameter("needs either --output, or --into-world with --data", param_hint="--output")
    if evolve is not None and into_world:
        raise typer.BadParameter("goes with --output: changes are imported", param_hint="--evolve")
    need_numpy()
    from simulator.population.block import Nation
    from simulator.population.progress import progress_shown

    nation = Nation(persons, seed, today_unless(day))
    with progress_shown("population / 人口の生成") as progress:
        if output is not None:
            _write(nation, evolve, output, workers, progress)
        elif data is not None:
            _load(context, nation, data, workers, progress)


def _write(
    nation: "Nation", months: int | None, output: str, workers: int, progress: "Callable[[int, int], None]"
) -> None:
    from simulator.population.evolving import write_changes
    from simulator.population.writing import write_nation

    def write(file: BinaryIO) -> None:
        if months is None:
            write_nation(nation, file, workers, progress)
        else:
            write_changes(nation, months, file, workers, progress)

    try:
        if output == "-":
            write(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            with Path(output).open("wb") as file:
                write(file)
    except BrokenPipeError:
        # Whoever read it has seen enough; nothing more can be written, at the end neither.
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        fail(error)


def _load(
    context: typer.Context, nation: "Nation", data: Path, workers: int, progress: "Callable[[int, int], None]"
) -> None:
    from simulator.population.loading import Loading, WorldNotEmpty, load_nation
    from simulator.running.nation_world import load_world
    from simulator.start_failed import StartFailed
    from simulator.worlds.folder_files import UnusableFolder

    loading = Loading(nation, workers=workers, progress=progress)
    settings = settings_of(environment_of(context))
    try:
        load_world(data, nation.seed, nation.today, settings, lambda connection: load_nation(connection, loading))
    except (StartFailed, UnusableFolder, WorldNotEmpty) as error:
        fail(error)
