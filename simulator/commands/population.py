"""`onshi population`: a synthetic nation, as lines of an import."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.failing import fail
from simulator.commands.nation import MOST_PERSONS, NationSeed, Workers, need_numpy, today_unless
from simulator.commands.options import ReferenceDate


def population(
    persons: Annotated[int, typer.Option(min=1, max=MOST_PERSONS, help="How many persons (加入者数).")],
    output: Annotated[str, typer.Option(help="The file to write, - for standard output.")],
    seed: NationSeed = 1,
    day: ReferenceDate = None,
    workers: Workers = 1,
) -> None:
    """Write a synthetic nation as import lines (NDJSON), the same for the same seed, date and number of persons.

    Example: `onshi population --persons 100000 --output nation.ndjson`.
    """
    need_numpy()
    from simulator.population.block import Nation
    from simulator.population.progress import progress_shown
    from simulator.population.writing import write_nation

    nation = Nation(persons, seed, today_unless(day))
    with progress_shown("population / 人口の生成") as progress:
        try:
            if output == "-":
                write_nation(nation, sys.stdout.buffer, workers, progress)
                sys.stdout.buffer.flush()
            else:
                with Path(output).open("wb") as file:
                    write_nation(nation, file, workers, progress)
        except BrokenPipeError:
            # Whoever read it has seen enough; nothing more can be written, at the end neither.
            sys.stderr.close()
            sys.exit(1)
        except OSError as error:
            fail(error)
