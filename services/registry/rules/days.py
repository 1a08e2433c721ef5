"""Days as the law counts them (年齢計算ニ関スル法律, 民法143条). Pure.

An age is reached at the end of the day before the birthday. Of 29 February the birthday in a common year is 1 March.
"""

import calendar
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
_AUGUST = 8
LATE_ELDERLY_AGE, ELDERLY_RECIPIENT_AGE, DISABILITY_AGE = 75, 70, 65


def birthday(birthdate: date, age: int) -> date:
    """Return the birthday on which ``age`` is turned."""
    try:
        return birthdate.replace(year=birthdate.year + age)
    except ValueError:
        return date(birthdate.year + age, 3, 1)


def reaches(birthdate: date, age: int) -> date:
    """Return the day at whose end ``age`` is reached: the one before the birthday."""
    return birthday(birthdate, age) - ONE_DAY


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


def elderly_share_from(birthdate: date) -> date:
    """Return the first day of the 70-74 share (高齢受給者): the 1st of the month after 70 is reached."""
    return first_of_next_month(reaches(birthdate, ELDERLY_RECIPIENT_AGE))


def elderly_certificate_ends_by(birthdate: date, from_day: date) -> date:
    """Return the last day an elderly certificate (高齢受給者証) from ``from_day`` on can have.

    It ends when the income year turns, on 31 July, and before the 75th birthday.
    """
    turn = date(from_day.year if from_day.month < _AUGUST else from_day.year + 1, _AUGUST, 1)
    return min(turn, birthday(birthdate, LATE_ELDERLY_AGE)) - ONE_DAY


def income_year_of(day: date) -> int:
    """Return the year whose income decides the share on ``day``: it turns on 1 August."""
    return day.year - 1 if day.month >= _AUGUST else day.year - 2
