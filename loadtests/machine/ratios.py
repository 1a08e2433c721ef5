"""The arithmetic of the bench: rates that noise hits alike, and what a run of them says."""

import statistics
from collections.abc import Sequence
from math import ceil


def paired_ratios(rates: Sequence[float], echo_rates: Sequence[float]) -> list[float]:
    """Return each rate over the mean of the echo rates measured right before and right after it.

    A machine that others use is slower in one second than in the next; a pair of neighbours shares that. So
    there is one echo rate more than there are rates; raises ValueError otherwise.
    """
    if len(echo_rates) != len(rates) + 1:
        raise ValueError("every rate stands between two echo rates")
    return [
        rate / ((before + after) / 2) for rate, before, after in zip(rates, echo_rates, echo_rates[1:], strict=False)
    ]


def median_ratio(rates: Sequence[float], echo_rates: Sequence[float]) -> float:
    """Return the median of ``paired_ratios``."""
    return statistics.median(paired_ratios(rates, echo_rates))


def median_quotient(rates: Sequence[float], other_rates: Sequence[float]) -> float:
    """Return the median over rounds of one rate over the other of the same round; raises ValueError for odd ones."""
    return statistics.median(rate / other for rate, other in zip(rates, other_rates, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile: the least value that ``percent`` of a hundred do not exceed."""
    if not values:
        raise ValueError("no values")
    rank = max(1, ceil(percent / 100 * len(values)))
    return sorted(values)[rank - 1]


def microseconds_each(seconds: float, count: int) -> float:
    """Return ``seconds`` shared among ``count``, in microseconds."""
    return seconds / count * 1_000_000
