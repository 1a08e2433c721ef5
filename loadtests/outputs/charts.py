"""Line charts as SVG, whose colours come from the page they stand in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 10, 26
_LINES, _NOTHING = 4, 1e-9
_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: what it is, and its points."""

    name: str
    points: Sequence[tuple[float, float]]


def chart(title: str, unit: str, seconds: float, lines: Sequence[Line]) -> str:
    """Return a chart of lines over the seconds of a run, from zero up; each has the class ``line-N``."""
    highest = max((value for line in lines for _, value in line.points), default=0.0)
    step = _step(highest)
    top = max(ceil(highest / step), 1) * step
    drawn = [_grid(step, top, unit), _seconds(seconds)]
    for number, line in enumerate(lines):
        points = " ".join(f"{_x(at, seconds):.1f},{_y(value, top):.1f}" for at, value in line.points)
        drawn.append(f'<polyline class="line-{number}" points="{points}"><title>{escape(line.name)}</title></polyline>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _step(highest: float) -> float:
    """Return the height between two lines of the grid: 1, 2 or 5 times a power of ten."""
    if highest <= _NOTHING:
        return 1.0
    rough = highest / _LINES
    power = 10.0 ** floor(log10(rough))
    return float(next(nice for nice in _NICE if nice * power >= rough) * power)


def _grid(step: float, top: float, unit: str) -> str:
    drawn = []
    for number in range(round(top / step) + 1):
        y = _y(number * step, top)
        drawn.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number * step:g}</text>')
    return "".join(drawn) + f'<text x="{_LEFT + 6}" y="{_TOP + 12}">{escape(unit)}</text>'


def _seconds(seconds: float) -> str:
    step = _step(seconds)
    marks = [number * step for number in range(int(seconds / step) + 1)]
    return "".join(
        f'<text x="{_x(at, seconds):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{at:g} s</text>' for at in marks
    )


def _x(at: float, seconds: float) -> float:
    return _LEFT + at / max(seconds, 1e-9) * (WIDTH - _LEFT - _RIGHT - 16)


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM)
