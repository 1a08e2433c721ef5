"""`make test-cluster`: form a cluster, break its machines under load, see what holds, report the pauses.

`make cluster-smoke`, which CI runs, kills one leader.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from simulator.cluster.parts import MissingParts, find_parts
from simulator.cluster.program import NotInTime
from tests.chaos.invariants import INVARIANTS, broken
from tests.chaos.load import Load
from tests.chaos.rounds import Round, run_round
from tests.chaos.seen import Seen
from tests.chaos.stand import NotBack
from tests.chaos.table import table_of
from tests.cluster.ground import Ground, ground
from tests.cluster.troubles import REPEATED, TROUBLES


def main() -> int:
    """Do what the command line names; return 1 where an invariant does not hold, or something did not come back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=TROUBLES, action="append", help="These only, in this order.")
    parser.add_argument("--times", type=int, default=3, help=f"How often: {REPEATED}.")
    parser.add_argument("--folder", type=Path, default=Path("build/test-cluster"), help="Emptied at the start.")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    rounds: list[Round] = []
    began = time.monotonic()
    try:
        parts = find_parts(folder)
        with ground(folder, parts) as where:
            print(f"formed, and served after {time.monotonic() - began:.1f} s", flush=True)
            wrong = _rounds(where, _events(asked.only or list(TROUBLES), asked.times), rounds)
    except MissingParts as missing:
        print(missing, file=sys.stderr)
        return 1
    except (NotBack, NotInTime) as error:
        wrong = [*(each for ended in rounds for each in ended.wrong), f"back by itself: {error}"]
    print(*table_of(rounds, []), sep="\n")
    pauses = [each.seen.pause_s for each in rounds if each.event == REPEATED]
    if len(pauses) > 1:
        told = f"{min(pauses):.1f} to {max(pauses):.1f} s, median {statistics.median(pauses):.1f} s of {len(pauses)}"
        print(f"pause, {REPEATED}: {told}")
    for each in dict.fromkeys(wrong):
        print(f"BROKEN  {each}")
    print("held: " + ", ".join([*INVARIANTS, "back by itself"]) if not wrong else f"{len(wrong)} things are broken")
    return 1 if wrong else 0


def _events(names: Sequence[str], times: int) -> list[str]:
    return [name for name in names for _ in range(times if name == REPEATED else 1)]


def _rounds(where: Ground, events: Sequence[str], rounds: list[Round]) -> list[str]:
    """Run them, each into ``rounds``; return what is wrong in all of them and in the record at the end."""
    load = Load(where.workers.base_url, where.workers.control_url)
    load.begin()
    try:
        for event in events:
            ended = run_round(load, event, partial(TROUBLES[event], where, load), where.is_ready, where.recorded)
            rounds.append(ended)
            print(f"{event}: {ended.told or ended.wrong}; pause {ended.seen.pause_s:.1f} s", flush=True)
    finally:
        load.end()
    whole = Seen.of_all([*(each.seen for each in rounds), load.seen])
    return [*(wrong for each in rounds for wrong in each.wrong), *broken(whole, where.audited())]


if __name__ == "__main__":
    sys.exit(main())
