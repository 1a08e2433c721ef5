"""`make chaos-smoke`: each event once, under load; then the invariants. Ends 1 where one does not hold.

python -m tests.chaos.run --seed 7       # the order of the events; printed, so that a run can be repeated
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from tests.chaos.events import EVENTS, NEED_A_DISK
from tests.chaos.invariants import INVARIANTS, broken
from tests.chaos.load import Load
from tests.chaos.rounds import every_event
from tests.chaos.seen import Seen
from tests.chaos.stand import NotBack, Stand, stand, wait_until
from tests.chaos.trail import forget_a_record, kept_in
from tests.full_disk import mounted_disk

_MEGABYTES = 1024
_LOAD_FIRST_S = 3.0
_MOST_LINES = 20


def main() -> int:
    """Run the rounds that the command line names; return 1 where an invariant does not hold, or nobody came back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(EVENTS), action="append", help="These events only, in this order.")
    parser.add_argument("--forget-a-record", action="store_true", help="Break an invariant on purpose.")
    asked = parser.parse_args()
    with ExitStack() as at_the_end:
        disk = at_the_end.enter_context(mounted_disk(_MEGABYTES))
        folder = Path(at_the_end.enter_context(tempfile.TemporaryDirectory())) if disk is None else disk.folder
        folder.chmod(0o755)
        events = asked.only or every_event(asked.seed, has_small_disk=disk is not None)
        print(f"seed {asked.seed}; events: {', '.join(events)}", flush=True)
        if disk is None:
            print(f"not done, as only root may mount a small disk: {', '.join(sorted(NEED_A_DISK))}", flush=True)
        try:
            served = at_the_end.enter_context(stand(folder, disk))
            wrong = _rounds(served, events, forgets=asked.forget_a_record)
        except NotBack as error:
            wrong = [f"back by itself: {error}"]
        told = [*_internal_errors(folder / "log")] if wrong else []
    for each in wrong:
        print(f"BROKEN  {each}")
    for line in told:
        print(f"LOG     {line}")
    print("held: " + ", ".join([*INVARIANTS, "back by itself"]) if not wrong else f"{len(wrong)} things are broken")
    return 1 if wrong else 0


def _internal_errors(log: Path) -> Iterator[str]:
    """Return what the simulator's log says of internal errors; it holds no text of an error (operating.md)."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        yield from islice((line.strip() for line in lines if '"internal error"' in line), _MOST_LINES)


def _rounds(served: Stand, events: Sequence[str], *, forgets: bool) -> list[str]:
    seen = Seen()
    load = Load(served.base_url, served.control_url, seen)
    load.begin()
    try:
        for name in events:
            before, refused = len(seen.answered), seen.statuses.copy()
            time.sleep(_LOAD_FIRST_S)
            began = time.monotonic()
            told = EVENTS[name](served)
            done_s = time.monotonic() - began
            back_s = wait_until(lambda: served.is_ready() and load.is_served(), name)
            gone = sum(count for (_, status), count in (seen.statuses - refused).items() if status == 503)
            note = f" ({told})" if told else ""
            print(f"{name}{note}: {done_s:.1f} s, served again {back_s:.1f} s later;", end=" ")
            print(f"{len(seen.answered) - before} answers, {gone} times 503", flush=True)
    finally:
        load.end()
    if forgets:
        forget_a_record(served.folder)
    return broken(seen, kept_in(served.folder))


if __name__ == "__main__":
    sys.exit(main())
