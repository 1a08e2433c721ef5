"""The scale bench: whether a check costs the same among a million persons as among ten thousand.

    python -m loadtests.scale [--persons N] [--rounds N] [--seed S] [--output FILE]

Worlds of 10,000, 100,000 and 1,000,000 persons (``--persons 10000000`` adds one) on one PostgreSQL with 128 MB of its
own memory, a worker of ``onshi serve eligibility`` in each. Their published rows are made by PostgreSQL itself. Checks
come at a steady rate, 30 % of what a worker answers at most, in laps that take turns over the worlds: what else the
machine does hits all alike, so the ratios count. Pages that checks touch of the published tables are counted by
PostgreSQL.
"""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from loadtests.bench.driver import DriverFailed
from loadtests.bench.judging import AnswersWrong, Judge
from loadtests.bench.report import write
from loadtests.machine.description import BUILD, NoDisk, describe_machine
from loadtests.machine.servers import ServerFailed
from loadtests.machine.spread import pool_of_processes
from loadtests.scale.course import ScaleCourse
from loadtests.scale.report import ScaleReport
from loadtests.scale.stand import open_scale_stand
from shared.clock import JAPAN, ShiftedClock
from shared.db.embedded import EmbeddedPostgresFailed
from simulator.running.terminal import replace_what_cannot_be_written

_SMALLEST = 10_000
_LONGEST_S = 3600
_HOLDERS = 300
_LAP = 150
_NO_FIGURE = (AnswersWrong, DriverFailed, ServerFailed, NoDisk, EmbeddedPostgresFailed, TimeoutError)


def main() -> int:
    """Run the scale bench and return the exit code: 1 when there is no figure."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.scale", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--persons", type=int, default=1_000_000, help="of the largest world (1000000)")
    parser.add_argument("--rounds", type=int, default=8, help="laps in each world and by each method (8)")
    parser.add_argument("--seed", type=int, default=20_261_130, help="of who is asked about")
    parser.add_argument("--output", type=Path, default=BUILD / "bench-scale.json", help="where the figures are written")
    options = parser.parse_args()
    replace_what_cannot_be_written()
    console = Console()
    try:
        asyncio.run(_bench(options, console))
    except _NO_FIGURE as error:
        console.print("No figure:", style="red")
        console.print(str(error) or "it took too long", markup=False, highlight=False, soft_wrap=True)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        console.print("Stopped; there is no figure.")
        return 1
    return 0


def sizes_up_to(persons: int) -> list[int]:
    """Return the sizes of the worlds: ten times as many each, ``persons`` the last."""
    sizes = []
    size = _SMALLEST
    while size < persons:
        sizes.append(size)
        size *= 10
    return [*sizes, persons]


async def _bench(options: argparse.Namespace, console: Console) -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    started_at, started = ShiftedClock().now(), time.perf_counter()
    columns = (TextColumn("{task.description:>11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # The bars are drawn between laps only, never while the clock runs.
    with Progress(*columns, console=console, auto_refresh=False) as progress, pool_of_processes() as pool:

        def open_progress(title: str, total: int) -> Callable[[int], None]:
            bar = progress.add_task(title, total=total)

            def advance(by: int) -> None:
                progress.advance(bar, by)
                progress.refresh()

            return advance

        async with (
            asyncio.timeout(_LONGEST_S),
            open_scale_stand(pool, sizes_up_to(options.persons), _HOLDERS, options.seed, open_progress) as stand,
        ):
            judge, load_before = Judge(), os.getloadavg()[0]
            measured = await ScaleCourse(stand, pool, judge, options.seed, open_progress).run(options.rounds, _LAP)
            judge.close(sum([await world.worker.count_records() for world in stand.worlds]))
            progress.stop()
            report = ScaleReport(
                worlds=stand.worlds,
                measured=measured,
                checks=judge.checks,
                load_averages=(load_before, os.getloadavg()[0]),
                machine=describe_machine() | {"file_system": stand.file_system},
                seed=options.seed,
                started_at=started_at.astimezone(JAPAN).isoformat(timespec="seconds"),
                duration_s=time.perf_counter() - started,
            )
    report.show(console)
    write(report.figures(), options.output)
    console.print(f"Written to {options.output}")


if __name__ == "__main__":
    sys.exit(main())
