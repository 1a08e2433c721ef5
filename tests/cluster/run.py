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
from tests.chaos.own_mounts import may_mount
from tests.chaos.rounds import Planned, Round, run_round
from tests.chaos.seen import Seen
from tests.chaos.stand import NotBack
from tests.chaos.table import table_of
from tests.cluster.ground import HAS_FAKETIME, Ground, ground
from tests.cluster.odd_machines import NEEDS_A_DISK, NEEDS_FAKETIME, ODD_MACHINES
from tests.cluster.people import Answers, answers_alone, answers_at, differences
from tests.cluster.troubles import REPEATED, TROUBLES

ALL = {**TROUBLES, **ODD_MACHINES}


def main() -> int:
    """Do what the command line names; return 1 where an invariant does not hold, or something did not come back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=ALL, action="append", help="These only, in this order.")
    parser.add_argument("--times", type=int, default=3, help=f"How often: {REPEATED}.")
    parser.add_argument("--folder", type=Path, default=Path("build/test-cluster"), help="Emptied at the start.")
    parser.add_argument("--everybody", action="store_true", help="Ask about every test patient first, here and alone.")
    parser.add_argument("--by-names", action="store_true", help="Workers name all nodes and do without HAProxy.")
    asked = parser.parse_args()
    may_mount()
    folder = asked.folder.resolve()
    rounds: list[Round] = []
    not_done: list[str] = []
    try:
        alone = answers_alone() if asked.everybody else None
        began = time.monotonic()
        parts = find_parts(folder)
        with ground(folder, parts, by_names=asked.by_names) as where:
            print(f"formed, and served after {time.monotonic() - began:.1f} s", flush=True)
            wrong = [] if alone is None else _everybody(alone, where)
            events = _events(asked.only or list(ALL), asked.times)
            not_done = [event for event in events if not _can_be_done(event, where)]
            wrong += _rounds(where, [event for event in events if event not in not_done], rounds)
    except MissingParts as missing:
        print(missing, file=sys.stderr)
        return 1
    except (NotBack, NotInTime) as error:
        wrong = [*(each for ended in rounds for each in ended.wrong), f"back by itself: {error}"]
    print(*table_of(rounds, [Planned(event) for event in not_done]), sep="\n")
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


def _can_be_done(event: str, where: Ground) -> bool:
    return (event not in NEEDS_A_DISK or where.disk is not None) and (event not in NEEDS_FAKETIME or HAS_FAKETIME)


def _everybody(alone: Answers, where: Ground) -> list[str]:
    here = answers_at(where.workers.base_url, where.workers.control_url)
    wrong = differences(alone, here)
    print(f"{len(here)} answers about every test patient: {'other' if wrong else 'the same'} as alone", flush=True)
    return wrong


def _rounds(where: Ground, events: Sequence[str], rounds: list[Round]) -> list[str]:
    """Run them, each into ``rounds``; return what is wrong in all of them and in the record at the end."""
    load = Load(where.workers.base_url, where.workers.control_url)
    load.begin()
    try:
        for event in events:
            ended = run_round(load, event, partial(ALL[event], where, load), where.is_ready, where.recorded)
            rounds.append(ended)
            print(f"{event}: {ended.told or ended.wrong}; pause {ended.seen.pause_s:.1f} s", flush=True)
    finally:
        load.end()
    whole = Seen.of_all([*(each.seen for each in rounds), load.seen])
    return [*(wrong for each in rounds for wrong in each.wrong), *broken(whole, where.audited())]


if __name__ == "__main__":
    sys.exit(main())
