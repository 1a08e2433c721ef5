"""Which of several coverages wins where they hold on one day: for a check and for the way of a claim alike. Pure."""

from collections.abc import Sequence
from datetime import date

from shared.domain.coverage import Coverage


def newest_of(coverages: Sequence[Coverage]) -> Coverage:
    """Return the one that wins where several hold: issued last (交付年月日), then acquired last."""
    if len(coverages) == 1:
        return coverages[0]
    return max(coverages, key=newness)


def is_newer(one: Coverage, other: Coverage) -> bool:
    """Tell whether ``one`` wins over ``other`` where both hold."""
    return newness(one) > newness(other)


def newness(coverage: Coverage) -> tuple[date, date, str]:
    """Return what coverages are ordered by; the id decides last, so the order of publication never does."""
    return (coverage.issued_on or coverage.acquired_on, coverage.acquired_on, coverage.coverage_id)
