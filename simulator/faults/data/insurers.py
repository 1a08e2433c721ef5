"""The old insurer still valid: its loss (資格喪失) and whatever came after it are not registered yet. Pure.

After a change of jobs the employer has five days, and the insurer five more, until the new coverage is seen.
"""

from dataclasses import replace
from datetime import date

from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.newest_coverage import newness


def with_stale_insurer(person: PersonRecord, on: date) -> PersonRecord:
    """Return the record as it was before the last insurance that has ended by ``on`` was lost.

    The record itself where no insurance has ended; assistance (医療扶助) stays as it is.
    """
    ended = [coverage for coverage in person.coverages if _has_ended(coverage, on)]
    if not ended:
        return person
    stale = max(ended, key=lambda coverage: (coverage.lost_on or date.max, newness(coverage)))
    kept = [
        coverage
        for coverage in person.coverages
        if coverage.is_assistance or coverage is stale or coverage.acquired_on < stale.acquired_on
    ]
    return replace(person, coverages=tuple(_still_held(each, on) if each is stale else each for each in kept))


def _has_ended(coverage: Coverage, on: date) -> bool:
    return not coverage.is_assistance and coverage.lost_on is not None and coverage.lost_on <= on


def _still_held(coverage: Coverage, on: date) -> Coverage:
    ends = coverage.valid_to if coverage.valid_to is not None and coverage.valid_to >= on else None
    return replace(coverage, lost_on=None, loss_reason=None, valid_to=ends)
