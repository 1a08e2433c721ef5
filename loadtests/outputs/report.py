"""``index.html``: the verdict, the rows and plots of a run on one page that needs nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from loadtests.ledger import ERROR, WRONG, Ledger, Row, percentile
from loadtests.outputs.charts import Line, chart
from loadtests.outputs.history import moments

_MOST_PARTS = 200
_LINES = {"p50": 50, "p90": 90, "p99": 99}


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart under its title; ``names`` are those of its lines, in their order."""

    title: str
    drawing: Markup
    names: list[str]


def write_report(ledger: Ledger, document: Mapping[str, Any], folder: Path) -> None:
    """Write the page into ``folder``; ``document`` is the verdict's."""
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    text = pages.get_template("report.html.jinja").render(verdict=document, plots=plots_of(ledger))
    (folder / "index.html").write_text(text, encoding="utf-8")


def plots_of(ledger: Ledger) -> list[Plot]:
    """Return the plots of a run: what was started and what failed each second, and the latencies of each row."""
    seconds = max(ledger.span_s, max((row.sent_s[-1] for row in ledger.rows.values() if row.count), default=0.0))
    length_s = float(max(ceil(seconds / _MOST_PARTS), 1))
    sent = [Line(name, _rates(row, length_s)) for name, row in sorted(ledger.rows.items())]
    plots = [
        _plot("Receptions", "a second", seconds, _receptions(ledger, length_s)),
        _plot("Requests", "a second", seconds, sent),
        _plot("Errors and wrong answers", "a second", seconds, _failures(ledger, length_s)),
    ]
    for name, row in sorted(ledger.rows.items()):
        parts = moments(row, length_s)
        lines = [
            Line(measure, [(part.from_s, percentile(part.row.latencies_ms, percent) or 0.0) for part in parts])
            for measure, percent in _LINES.items()
        ]
        plots.append(_plot(name, "ms", seconds, lines))
    return plots


def _plot(title: str, unit: str, seconds: float, lines: list[Line]) -> Plot:
    return Plot(title, Markup(chart(f"{title}, {unit}", unit, seconds, lines)), [line.name for line in lines])  # noqa: S704 - names are escaped there


def _rates(row: Row, length_s: float) -> list[tuple[float, float]]:
    return [(part.from_s, part.row.count / length_s) for part in moments(row, length_s)]


def _receptions(ledger: Ledger, length_s: float) -> list[Line]:
    lines = []
    for name, instants in (("due", ledger.due_s), ("late or dropped", ledger.missed_s)):
        row = Row()
        for at_s in instants:
            row.add(0.0, at_s, 0, 0, 0)
        lines.append(Line(name, _rates(row, length_s)))
    return lines


def _failures(ledger: Ledger, length_s: float) -> list[Line]:
    lines = []
    for name, kind in (("errors", ERROR), ("wrong answers", WRONG)):
        failed = Row()
        for row in ledger.rows.values():
            for sent_s, outcome in zip(row.sent_s, row.outcomes, strict=True):
                failed.add(0.0, sent_s, outcome, 0, 0)
        parts = moments(failed, length_s)
        lines.append(
            Line(name, [(part.from_s, sum(each == kind for each in part.row.outcomes) / length_s) for part in parts])
        )
    return lines
