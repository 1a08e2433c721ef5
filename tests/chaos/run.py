"""`make chaos-smoke`: each event once, under load; `make chaos`: rounds that a seed draws. Ends 1 where one is broken.

python -m tests.chaos.run --seed 7                 # the order of the events; printed, so that a run can be repeated
python -m tests.chaos.run --rounds 50 --seed 7     # fifty rounds
python -m tests.chaos.run --round 7:12             # the twelfth of them, alone
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.chaos.breaking import BREAKS
from tests.chaos.drawing import Draw
from tests.chaos.events import EVENTS, NEED_A_DISK
from tests.chaos.invariants import INVARIANTS, broken
from tests.chaos.load import Load
from tests.chaos.own_mounts import may_mount
from tests.chaos.rounds import Planned, Round, drawn, every_event, run_event
from tests.chaos.seen import Seen
from tests.chaos.stand import WITHIN_S, NotBack, Stand, stand, wait_until
from tests.chaos.table import table_of
from tests.chaos.trail import audited_in
from tests.full_disk import mounted_disk

_MEGABYTES, _MEGABYTES_A_ROUND = 512, 16
_MOST_LINES, _LONGEST_LINE = 20, 400


def main() -> int:
    """Run the rounds that the command line names; return 1 where an invariant does not hold, or nobody came back."""
    asked = _read_arguments()
    may_mount()
    planned = _planned(asked)
    rounds: list[Round] = []
    with ExitStack() as at_the_end:
        disk = at_the_end.enter_context(mounted_disk(_MEGABYTES + _MEGABYTES_A_ROUND * len(planned)))
        folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory())) if disk is None else disk.folder
        folder.chmod(0o755)
        not_done = [] if disk is not None else [each for each in planned if each.event in NEED_A_DISK]
        print(f"seed {asked.seed}; events: {', '.join(str(each) for each in planned)}", flush=True)
        if not_done:
            skipped = ", ".join(str(each) for each in not_done)
            print(f"NOT DONE, as no small disk may be mounted here: {skipped}", flush=True)
        try:
            served = at_the_end.enter_context(stand(folder, disk))
            to_do = [each for each in planned if each not in not_done]
            wrong = _rounds(served, to_do, rounds, breaks=asked.breaks, patience_s=asked.patience)
        except NotBack as error:
            wrong = [*(each for ended in rounds for each in ended.wrong), f"back by itself: {error}"]
        told = [*_internal_errors(folder / "log")] if wrong else []
    print(*table_of(rounds, not_done), sep="\n")
    for each in dict.fromkeys(wrong):
        print(f"BROKEN  {each}")
    for line in told:
        print(f"LOG     {line}")
    print("held: " + ", ".join([*INVARIANTS, "back by itself"]) if not wrong else f"{len(wrong)} things are broken")
    return 1 if wrong else 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--only", choices=sorted(EVENTS), action="append", help="These events only, in this order.")
    which.add_argument("--rounds", type=int, help="So many rounds, drawn from all kinds.")
    which.add_argument("--round", type=Draw.read, action="append", metavar="SEED:NUMBER", help="A drawn round alone.")
    parser.add_argument(
        "--break", choices=BREAKS, action="append", default=[], dest="breaks", help="Break this on purpose at the end."
    )
    parser.add_argument("--patience", type=float, default=WITHIN_S, help="Seconds to come back in after such a break.")
    return parser.parse_args()


def _planned(asked: argparse.Namespace) -> Sequence[Planned]:
    if asked.rounds is not None:
        return [drawn(Draw(asked.seed, number)) for number in range(1, asked.rounds + 1)]
    if asked.round:
        return [drawn(draw) for draw in asked.round]
    return [Planned(event) for event in asked.only or every_event(asked.seed)]


def _rounds(
    served: Stand, planned: Sequence[Planned], rounds: list[Round], *, breaks: Sequence[str], patience_s: float
) -> list[str]:
    """Run them, each into ``rounds``; return what is wrong in all of them and in the record at the end."""
    load = Load(served.base_url, served.control_url)
    load.begin()
    try:
        with _bar(len(planned)) as bar:
            task = bar.add_task("rounds", total=len(planned))
            for each in planned:
                ended = run_event(served, load, each)
                rounds.append(ended)
                print(f"{each}: {ended.told or ended.wrong}; done after {ended.took_s:.1f} s", flush=True)
                bar.advance(task)
        for name in breaks:
            BREAKS[name](served, load)
        if breaks:
            wait_until(lambda: served.is_ready() and load.is_served(), "an answer at the end", patience_s)
    finally:
        load.end()
    whole = Seen.of_all([*(each.seen for each in rounds), load.seen])
    return [*(wrong for each in rounds for wrong in each.wrong), *broken(whole, audited_in(served.folder))]


def _bar(total: int) -> Progress:
    """Return a bar that is drawn where a terminal is and there is more than one round."""
    console = Console()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=console, disable=not console.is_terminal or total < 2)


def _internal_errors(log: Path) -> Iterator[str]:
    """Return what the simulator's log says of internal errors; it holds no text of an error (operating.md)."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        yield from islice((line.strip()[:_LONGEST_LINE] for line in lines if '"internal error"' in line), _MOST_LINES)


if __name__ == "__main__":
    sys.exit(main())
