"""任意継続: keeping employees' cover after leaving, for two years at most. Pure. 健康保険法3条4項, 37条, 38条."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from services.registry.coverages.rules.business_days import business_day_from
from services.registry.person_records.rules.days import ONE_DAY, months_later
from shared.domain.periods import Period

LEAST_PRIOR_MONTHS, LONGEST_MONTHS = 2, 24
DAYS_TO_APPLY = 20


class Obstacle(StrEnum):
    """Why there is no voluntary continuation."""

    NO_PRIOR_COVER = "no-prior-cover"
    PRIOR_COVER_TOO_SHORT = "prior-cover-too-short"
    APPLIED_TOO_EARLY = "applied-too-early"
    APPLIED_TOO_LATE = "applied-too-late"
    NOT_LATE = "not-late"


def continuation_ends(acquired_on: date) -> date:
    """Return the first day without cover when the two years run out (38条1号)."""
    return months_later(acquired_on, LONGEST_MONTHS)


def last_day_to_apply(prior_lost_on: date) -> date:
    """Return the 20th day from the loss, its day counted (37条1項), or the next business day (民法142条)."""
    return business_day_from(prior_lost_on + timedelta(days=DAYS_TO_APPLY) - ONE_DAY)


def continued_since(held: Sequence[Period], acquired_on: date) -> date:
    """Return when the continuation began that goes on from ``acquired_on``, maybe under another number before.

    ``held`` are its holder's periods as 任意継続被保険者. The two years count from there.
    """
    return _unbroken_since(held, acquired_on) or acquired_on


def obstacles(
    prior: Sequence[Period], acquired_on: date, applied_on: date | None, *, accepted_late: bool = False
) -> list[Obstacle]:
    """Return all that stands against a continuation from ``acquired_on``, the day on which cover was lost.

    ``prior`` are the days as an insured employee, of whichever insurer: they count together where one follows the
    other without a day between. ``applied_on`` None leaves the application aside. ``accepted_late``: the insurer
    accepts a late one, for a good reason (正当な理由, 37条1項ただし書).
    """
    found = []
    began_on = _unbroken_since(prior, acquired_on)
    if began_on is None:
        found.append(Obstacle.NO_PRIOR_COVER)
    elif months_later(began_on, LEAST_PRIOR_MONTHS) > acquired_on:
        found.append(Obstacle.PRIOR_COVER_TOO_SHORT)
    if applied_on is not None and applied_on < acquired_on:
        found.append(Obstacle.APPLIED_TOO_EARLY)
    if applied_on is not None and (applied_on > last_day_to_apply(acquired_on)) is not accepted_late:
        found.append(Obstacle.NOT_LATE if accepted_late else Obstacle.APPLIED_TOO_LATE)
    return found


def _unbroken_since(periods: Sequence[Period], end: date) -> date | None:
    began_on = None
    while before := [period.start for period in periods if period.end == end and period.start < end]:
        began_on = end = min(before)
    return began_on
