"""The curve of a run: how many come at each second, as a multiple of the scale's rate."""

import csv
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from loadtests.could_not_start import CouldNotStart

SHAPES = ("steady", "monday", "spike", "soak", "step")
LEVELS = 16
_HOURS = 24
_DAY = {
    8: 0.35,
    9: 1.0,
    10: 0.95,
    11: 0.7,
    12: 0.25,
    13: 0.15,
    14: 0.25,
    15: 0.35,
    16: 0.4,
    17: 0.35,
    18: 0.2,
    19: 0.05,
}
"""Of a day's hours, the busiest being 1, which so has a fifth of the day as mixes say; the course is ours."""
_MONDAY, _EVENING = 1.5, (19, 23)
"""After a holiday half as many again come; tomorrow's patients are asked about in the evening. Ours."""
_SPIKE, _SPIKE_FROM, _SPIKE_TO = 3.0, 0.5, 0.6
_SOAK, _FIRST_LEVEL, _HIGHER = 0.5, 0.25, 1.25


class ShapeUnreadable(CouldNotStart):
    """There is no such shape; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Level:
    """A part of a run with a rate of its own: what `step` climbs."""

    from_s: float
    to_s: float
    factor: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Factors over the seconds of a run, joined by lines; two at the same second are a jump."""

    points: Sequence[tuple[float, float]]
    evening: tuple[float, float] | None = None
    """The seconds in which 一括照会 are handed in; None: none are."""
    levels: Sequence[Level] = field(default=())
    is_absolute: bool = False
    """Whether factors are receptions a second, whatever the scale's rate is."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.points[-1][0]

    @property
    def highest(self) -> float:
        """The highest factor."""
        return max(factor for _, factor in self.points)

    @property
    def area(self) -> float:
        """The sum of its factors over time."""
        pairs = pairwise(self.points)
        return sum((end - start) * (low + high) / 2 for (start, low), (end, high) in pairs)

    def at(self, second: float) -> float:
        """Return the factor at ``second``; after a jump, at a jump."""
        place = bisect_right(self.points, second, key=lambda point: point[0])
        if place in (0, len(self.points)):
            return self.points[min(place, len(self.points) - 1)][1]
        (start, low), (end, high) = self.points[place - 1], self.points[place]
        return low + (high - low) * (second - start) / (end - start)


def curve_of(shape: str, seconds: float) -> Curve:
    """Return the curve of a shape's name, or of a file ``second,rate``; raises ShapeUnreadable."""
    if shape.endswith(".csv"):
        return _of_file(Path(shape))
    match shape:
        case "steady":
            return Curve(((0, 1), (seconds, 1)))
        case "soak":
            return Curve(((0, _SOAK), (seconds, _SOAK)))
        case "spike":
            up, down = seconds * _SPIKE_FROM, seconds * _SPIKE_TO
            return Curve(((0, 1), (up, 1), (up, _SPIKE), (down, _SPIKE), (down, 1), (seconds, 1)))
        case "monday":
            return _monday(seconds / _HOURS)
        case "step":
            return _step(seconds / LEVELS)
        case _:
            raise ShapeUnreadable(f"there is no shape {shape!r}: {', '.join(SHAPES)}, or a file FILE.csv")


def _monday(hour_s: float) -> Curve:
    middles = [((hour + 0.5) * hour_s, _DAY.get(hour, 0.0) * _MONDAY) for hour in range(_HOURS)]
    evening = _EVENING[0] * hour_s, _EVENING[1] * hour_s
    return Curve(((0, 0), *middles, (_HOURS * hour_s, 0)), evening)


def _step(level_s: float) -> Curve:
    levels = [
        Level(number * level_s, (number + 1) * level_s, _FIRST_LEVEL * _HIGHER**number) for number in range(LEVELS)
    ]
    points = [point for each in levels for point in ((each.from_s, each.factor), (each.to_s, each.factor))]
    return Curve(points, levels=levels)


def _of_file(file: Path) -> Curve:
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            points = [(float(row["second"]), float(row["rate"])) for row in csv.DictReader(opened)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ShapeUnreadable(f"{file} holds no shape of lines second,rate ({type(error).__name__})") from None
    seconds = [second for second, _ in points]
    if len(points) < 2 or seconds[0] != 0 or seconds != sorted(seconds) or min(rate for _, rate in points) < 0:  # noqa: PLR2004 - a line has two ends
        raise ShapeUnreadable(f"{file}: a shape begins at second 0, goes on in time, and has no rate below 0")
    return Curve(points, is_absolute=True)
