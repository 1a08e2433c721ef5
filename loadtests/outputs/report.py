"""``index.html``: the verdict, the rows and plots of a run on one page that needs nothing else."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from loadtests.ledger import ERROR, WRONG, Ledger, percentile
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
    seconds = max(ledger.span_s, max((max(row.sent_s) for row in ledger.rows.values() if row.count), default=0.0))
    length_s = float(max(ceil(seconds / _MOST_PARTS), 1))
    parts = [number * length_s for number in range(max(ceil(seconds / length_s), 1))]
    sent = [Line(name, rates(row.sent_s, parts, length_s)) for name, row in sorted(ledger.rows.items())]
    plots = [
        _plot("Receptions", "a second", seconds, _receptions(ledger, parts, length_s)),
        _plot("Requests", "a second", seconds, sent),
        _plot("Errors and wrong answers", "a second", seconds, _failures(ledger, parts, length_s)),
    ]
    for name, row in sorted(ledger.rows.items()):
        answered = moments(row, length_s)
        lines = [
            Line(measure, [(part.from_s, percentile(part.row.latencies_ms, percent) or 0.0) for part in answered])
            for measure, percent in _LINES.items()
        ]
        plots.append(_plot(name, "ms", seconds, lines))
    return plots


def _plot(title: str, unit: str, seconds: float, lines: list[Line]) -> Plot:
    return Plot(title, Markup(chart(f"{title}, {unit}", unit, seconds, lines)), [line.name for line in lines])  # noqa: S704 - names are escaped there


def rates(instants: Iterable[float], parts: Sequence[float], length_s: float) -> list[tuple[float, float]]:
    """Return how many instants a second fall into each part, ``length_s`` long: where a system stalls, none."""
    counted = Counter(int(at_s // length_s) for at_s in instants)
    return [(from_s, counted[number] / length_s) for number, from_s in enumerate(parts)]


def _receptions(ledger: Ledger, parts: Sequence[float], length_s: float) -> list[Line]:
    told = (("due", ledger.due_s), ("late or dropped", ledger.missed_s))
    return [Line(name, rates(instants, parts, length_s)) for name, instants in told]


def _failures(ledger: Ledger, parts: Sequence[float], length_s: float) -> list[Line]:
    lines = []
    for name, kind in (("errors", ERROR), ("wrong answers", WRONG)):
        failed = [
            sent_s
            for row in ledger.rows.values()
            for sent_s, outcome in zip(row.sent_s, row.outcomes, strict=True)
            if outcome == kind
        ]
        lines.append(Line(name, rates(failed, parts, length_s)))
    return lines
