"""The bench: how many checks a second one worker answers, as a share of what a bare FastAPI app can echo.

    python -m loadtests.bench [--quick] [--beside CHECKOUT] [--persons N] [--history N] [--seed S] [--output FILE]
        [--keep]

One worker of ``onshi serve eligibility`` on a PostgreSQL that commits durably to a disk; the echo (echo.py)
under the same server with the same options; the same driver for both. Laps of checks stand between laps of
the echo, so that whatever else the machine does hits both. Cold: each certificate is new to the worker, and
the registry has verified it at 初回登録. Unverified: its chain was verified nowhere. Warm: the worker has seen
it before. Then a worker in a world of the same people whose record holds a million checks already (history.py):
its laps stand between laps of the same checks in the fresh world. Nonces are fetched and proofs are signed
before the clock starts; every answer is judged after it has stopped.

``--quick`` takes less than a minute and leaves the history out. ``--beside`` measures a worker of another checkout in
turn with ours: on a machine that is not quiet only such pairs say what a change has gained.
"""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from loadtests.bench.course import Course
from loadtests.bench.driver import DriverFailed
from loadtests.bench.judging import AnswersWrong, Judge
from loadtests.bench.plan import FULL, QUICK
from loadtests.bench.report import Report, show, write
from loadtests.bench.stand import Stand, open_stand
from loadtests.machine.description import BUILD, NoDisk, describe_machine
from loadtests.machine.servers import ServerFailed
from loadtests.machine.spread import pool_of_processes
from shared.clock import JAPAN, ShiftedClock
from shared.db.embedded import EmbeddedPostgresFailed
from simulator.running.terminal import replace_what_cannot_be_written

_LONGEST_S = 900
_LONGEST_KEEP_S = 3600
_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method")
_NO_FIGURE = (AnswersWrong, DriverFailed, ServerFailed, NoDisk, EmbeddedPostgresFailed, TimeoutError)


def main() -> int:
    """Run the bench and return the exit code: 1 when there is no figure."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="under a minute: 1600 certificates, no history")
    parser.add_argument(
        "--beside", type=_checkout, metavar="CHECKOUT", help="measure another checkout's worker in turn"
    )
    parser.add_argument("--persons", type=int, help="registered certificates that are measured (10000)")
    parser.add_argument("--history", type=int, help="records that the aged world has (1000000); 0: there is none")
    parser.add_argument("--seed", type=int, default=20_261_120, help="of the invented people")
    parser.add_argument("--output", type=Path, default=BUILD / "bench.json", help="where the figures are written")
    parser.add_argument("--keep", action="store_true", help="leave everything running for a profiler afterwards")
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


async def _bench(options: argparse.Namespace, console: Console) -> None:
    _stop_orderly_on(signal.SIGTERM)
    started_at, started = ShiftedClock().now(), time.perf_counter()
    # The bars are drawn between laps only, never while the clock runs.
    columns = (TextColumn("{task.description:>11}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, auto_refresh=False) as progress, pool_of_processes() as pool:

        def open_progress(title: str, total: int) -> Callable[[int], None]:
            task = progress.add_task(title, total=total)

            def advance(by: int) -> None:
                progress.advance(task, by)
                progress.refresh()

            return advance

        plan, persons, history = (QUICK, 1_600, 0) if options.quick else (FULL, 10_000, 1_000_000)
        persons = persons if options.persons is None else options.persons
        history = history if options.history is None else options.history
        verified = plan.warm_up + persons
        size = verified + plan.unverified_of(persons)
        async with asyncio.timeout(_LONGEST_S) as limit:
            async with open_stand(
                pool, size, options.seed, history, options.beside, open_progress, verified=verified
            ) as stand:
                judge = Judge()
                measured = await Course(stand, pool, judge, plan, open_progress).run()
                rows = sum([await worker.count_records() for worker in stand.workers])
                judge.close(rows)
                progress.stop()
                report = Report(
                    measured=measured,
                    certificates=size,
                    checks=judge.checks,
                    distinct_check_ids=len(judge.check_ids),
                    rows_stored=rows,
                    durability=await _settings(stand, *_DURABILITY) | {"file_system": stand.file_system},
                    machine=describe_machine() | await _settings(stand, "server_version"),
                    history=history,
                    seed=options.seed,
                    started_at=started_at.astimezone(JAPAN).isoformat(timespec="seconds"),
                    duration_s=time.perf_counter() - started,
                )
                show(report, console)
                write(report.figures(), options.output)
                console.print(f"Written to {options.output}")
                if options.keep:
                    limit.reschedule(asyncio.get_running_loop().time() + 2 * _LONGEST_KEEP_S)
                    await _keep(stand, console)


async def _settings(stand: Stand, *names: str) -> dict[str, str]:
    return {name: await stand.fresh.admin.fetchval("SELECT current_setting($1)", name) for name in names}


async def _keep(stand: Stand, console: Console) -> None:
    workers = ", ".join(f"{worker.process_id} (port {worker.port})" for worker in stand.workers)
    console.print(
        f"Kept for at most {_LONGEST_KEEP_S // 60} minutes, until Ctrl-C. Processes: workers {workers}, echo"
        f" {stand.echo_process_id}, PostgreSQL {stand.postgres_process_id}."
    )
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, ended.set)
    try:
        await asyncio.wait_for(ended.wait(), _LONGEST_KEEP_S)
    except TimeoutError:
        console.print("That was long enough.")


def _checkout(text: str) -> Path:
    folder = Path(text).resolve()
    if not (folder / "simulator" / "__main__.py").is_file():
        raise argparse.ArgumentTypeError("there is no checkout of the program")
    return folder


def _stop_orderly_on(number: signal.Signals) -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


if __name__ == "__main__":
    sys.exit(main())
