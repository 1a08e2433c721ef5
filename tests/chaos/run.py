"""`make chaos-smoke`: each event once, under load; then the invariants. Ends 1 where one does not hold.

python -m tests.chaos.run --seed 7       # the order of the events; printed, so that a run can be repeated
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from tests.chaos.events import EVENTS, NEED_A_DISK
from tests.chaos.invariants import INVARIANTS, broken
from tests.chaos.load import Load
from tests.chaos.own_mounts import may_mount
from tests.chaos.rounds import Round, every_event, run_event
from tests.chaos.seen import Seen
from tests.chaos.stand import NotBack, Stand, stand
from tests.chaos.table import table_of
from tests.chaos.trail import audited_in, forget_a_record
from tests.full_disk import mounted_disk

_MEGABYTES = 512
_MOST_LINES = 20


def main() -> int:
    """Run the rounds that the command line names; return 1 where an invariant does not hold, or nobody came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(EVENTS), action="append", help="These events only, in this order.")
    parser.add_argument("--forget-a-record", action="store_true", help="Break an invariant on purpose.")
    asked = parser.parse_args()
    may_mount()
    rounds: list[Round] = []
    with ExitStack() as at_the_end:
        disk = at_the_end.enter_context(mounted_disk(_MEGABYTES))
        folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory())) if disk is None else disk.folder
        folder.chmod(0o755)
        events = asked.only or every_event(asked.seed, has_small_disk=True)
        not_done = [] if disk is not None else [event for event in events if event in NEED_A_DISK]
        print(f"seed {asked.seed}; events: {', '.join(events)}", flush=True)
        if not_done:
            print(f"NOT DONE, as no small disk may be mounted here: {', '.join(not_done)}", flush=True)
        try:
            served = at_the_end.enter_context(stand(folder, disk))
            events = [event for event in events if event not in not_done]
            wrong = _rounds(served, events, rounds, forgets=asked.forget_a_record)
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


def _rounds(served: Stand, events: Sequence[str], rounds: list[Round], *, forgets: bool) -> list[str]:
    """Run them, each into ``rounds``; return what is wrong in all of them and in the record at the end."""
    load = Load(served.base_url, served.control_url)
    load.begin()
    try:
        for event in events:
            ended = run_event(served, load, event)
            rounds.append(ended)
            print(f"{event}: {ended.told or ended.wrong}; done after {ended.took_s:.1f} s", flush=True)
    finally:
        load.end()
    if forgets:
        forget_a_record(served.folder)
    whole = Seen.of_all([*(each.seen for each in rounds), load.seen])
    return [*(wrong for each in rounds for wrong in each.wrong), *broken(whole, audited_in(served.folder))]


def _internal_errors(log: Path) -> Iterator[str]:
    """Return what the simulator's log says of internal errors; it holds no text of an error (operating.md)."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        yield from islice((line.strip() for line in lines if '"internal error"' in line), _MOST_LINES)


if __name__ == "__main__":
    sys.exit(main())
