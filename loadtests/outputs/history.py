"""``history.csv``: each second of each row, for spreadsheets and plots."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from loadtests.ledger import ERROR, WRONG, Ledger, Row, percentile

COLUMNS = ("second", "name", "count", "errors", "wrong", "p50_ms", "p90_ms", "p99_ms", "max_ms")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was sent in one part of a run, by one row."""

    from_s: float
    row: Row


def moments(row: Row, length_s: float) -> list[Moment]:
    """Return the parts of a row, each ``length_s`` long, in their order, without those in which nothing was sent."""
    parts: dict[int, Row] = defaultdict(Row)
    for place, sent_s in enumerate(row.sent_s):
        parts[int(sent_s // length_s)].add(
            row.latencies_ms[place], sent_s, row.outcomes[place], row.statuses[place], row.sizes[place]
        )
    return [Moment(number * length_s, part) for number, part in sorted(parts.items())]


def write_history(ledger: Ledger, folder: Path) -> None:
    """Write the file into ``folder``."""
    with (folder / "history.csv").open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened, lineterminator="\n")
        lines.writerow(COLUMNS)
        for name, row in sorted(ledger.rows.items()):
            lines.writerows(_line(name, moment) for moment in moments(row, 1.0))


def _line(name: str, moment: Moment) -> tuple[object, ...]:
    row = moment.row
    times = [percentile(row.latencies_ms, percent) for percent in (50, 90, 99, 100)]
    errors, wrong = (sum(outcome == kind for outcome in row.outcomes) for kind in (ERROR, WRONG))
    return (int(moment.from_s), name, row.count, errors, wrong, *(f"{time:.3f}" for time in times if time is not None))
