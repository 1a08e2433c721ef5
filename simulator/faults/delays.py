"""How long an answer is held back: drawn from what the rule says, by the number of its firing. Pure."""

from collections.abc import Mapping
from itertools import pairwise
from math import cos, exp, log, pi, sqrt
from typing import Any

from shared.worlds.fault_plan import Fired
from simulator.faults.chance import Uniform, drawn
from simulator.faults.parameters import LONGEST_DELAY_MS

_MS = 1000.0


def delay_s(fired: Fired) -> float:
    """Return the seconds of one firing: the same number of the same rule in a world of the same seed is the same."""
    return min(_milliseconds(fired.parameters, drawn(fired.key, fired.number)), LONGEST_DELAY_MS) / _MS


def _milliseconds(parameters: Mapping[str, Any], uniform: Uniform) -> float:
    if "milliseconds" in parameters:
        return float(parameters["milliseconds"])
    if "uniform" in parameters:
        low, high = parameters["uniform"]
        return float(low + (high - low) * uniform("delay"))
    if "lognormal" in parameters:
        return _lognormal(parameters["lognormal"]["median"], parameters["lognormal"]["sigma"], uniform)
    return at_percentile(parameters["percentiles"], uniform("delay") * 100)


def at_percentile(percentiles: Mapping[str, float], percent: float) -> float:
    """Return the milliseconds at a percentile: a straight line between those named, level beyond them."""
    points = sorted((float(name), value) for name, value in percentiles.items())
    if percent <= points[0][0]:
        return points[0][1]
    for (before, low), (after, high) in pairwise(points):
        if percent <= after:
            return low + (high - low) * (percent - before) / (after - before)
    return points[-1][1]


def _lognormal(median: float, sigma: float, uniform: Uniform) -> float:
    # Box and Muller (1958): a normal number from two uniform ones; the first lies above zero.
    normal = sqrt(-2 * log(1 - uniform("delay"))) * cos(2 * pi * uniform("angle"))
    return median * exp(sigma * normal)
