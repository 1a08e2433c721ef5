"""Days as the law counts them (民法143条) beside the ages of shared/domain/ages.py. Pure."""

import calendar
from datetime import date, timedelta

from shared.domain.ages import reaches

ONE_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
_AUGUST = 8
DISABILITY_AGE = 65


def has_reached(birthdate: date, age: int, on: date) -> bool:
    """Tell whether someone counts as ``age`` on the day ``on``."""
    return reaches(birthdate, age) <= on


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day when it is shorter (民法143条2項)."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_next_month(day: date) -> date:
    """Return the 1st of the month after that of ``day``."""
    return months_later(day.replace(day=1), 1)


def benefit_year_ends(day: date) -> date:
    """Return the 31 July on or after ``day``: what income decides holds until then."""
    return date(day.year if day.month < _AUGUST else day.year + 1, _AUGUST, 1) - ONE_DAY


def income_year_of(day: date) -> int:
    """Return the year whose income decides the share on ``day``: it turns on 1 August."""
    return day.year - 1 if day.month >= _AUGUST else day.year - 2
