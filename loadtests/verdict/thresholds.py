"""Thresholds by the name of a row: ``check by card:p99<300``, ``token:errors<1%``, ``check by identifiers:rate>20``.

One that ends with ``abort`` ends the run as soon as it is not kept.
"""

import operator
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.choosing import FACES
from loadtests.ledger import Row, percentile
from loadtests.receptions.bulk import LOOKED_AT
from loadtests.receptions.schedule import Kind
from loadtests.receptions.views import VIEWS

ROWS = (*(kind.value for kind in Kind), *VIEWS.values(), LOOKED_AT, "token", "challenge")
"""The names that a run has without faces."""
SHIPPED = Path(__file__).with_name("thresholds.toml")
_PERCENTILES = {"p50": 50, "p90": 90, "p95": 95, "p99": 99, "p99.9": 99.9, "max": 100}
_UNITS = {**dict.fromkeys(_PERCENTILES, "ms"), "mean": "ms", "rate": "/s", "errors": "%", "wrong": ""}
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_READ = re.compile(
    r"(?P<row>.+):(?P<measure>[a-z0-9.]+)(?P<sign><=|>=|<|>)(?P<limit>\d+(?:\.\d+)?)(?P<unit>ms|%|/s)?"
    r"(?P<abort> abort)?"
)


class ThresholdUnreadable(CouldNotStart):
    """No threshold, or one on what no run has; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One bound on one measure of one row."""

    text: str
    row: str
    measure: str
    """``p50`` to ``max`` and ``mean`` in milliseconds, ``rate`` a second, ``errors`` in percent, ``wrong`` answers."""
    sign: str
    limit: float
    aborts: bool = False
    """Whether the run ends as soon as it is not kept."""

    def is_kept(self, measured: float | None) -> bool:
        """Tell whether it is kept; where nothing was measured, it is not."""
        return measured is not None and _SIGNS[self.sign](measured, self.limit)


def read_threshold(text: str) -> Threshold:
    """Read one. Raises ThresholdUnreadable."""
    if (read := _READ.fullmatch(text.strip())) is None:
        raise ThresholdUnreadable(f"{text!r} is no threshold: write it as 'check by card:p99<300'")
    row, measure, unit = read["row"], read["measure"], read["unit"]
    # Whoever imports this may have faces of their own.
    rows = (*ROWS, *(each for face in FACES.values() for each in face.rows))
    if row not in rows:
        raise ThresholdUnreadable(f"a run has no {row!r}: thresholds are on {', '.join(rows)}")
    if measure not in _UNITS:
        raise ThresholdUnreadable(f"{measure!r} is not measured: thresholds are on {', '.join(_UNITS)}")
    if unit not in (None, _UNITS[measure]):
        raise ThresholdUnreadable(f"{text!r}: {measure} is not in {unit}")
    return Threshold(text.strip(), row, measure, read["sign"], float(read["limit"]), read["abort"] is not None)


def read_thresholds(file: Path | None, texts: Iterable[str]) -> list[Threshold]:
    """Read those of a TOML file (tables by row, ``p99 = "<300 abort"``) and those of a command line.

    Raises ThresholdUnreadable.
    """
    found: list[str] = []
    if file is not None:
        try:
            tables: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
            found = [f"{row}:{measure}{bound}" for row, bounds in tables.items() for measure, bound in bounds.items()]
        except (OSError, ValueError, AttributeError) as error:
            raise ThresholdUnreadable(f"{file} holds no thresholds ({type(error).__name__})") from None
    return [read_threshold(text) for text in (*found, *texts)]


def measured(measure: str, row: Row, seconds: float) -> float | None:
    """Return what a row measured in so many seconds, in the unit of the measure; None where nothing was."""
    if not row.count:
        return None
    match measure:
        case "mean":
            return sum(row.latencies_ms) / row.count
        case "rate":
            return row.count / seconds
        case "errors":
            return row.errors_percent
        case "wrong":
            return row.wrong
        case _:
            return percentile(row.latencies_ms, _PERCENTILES[measure])
