"""Days as whole numbers, counted from 1970-01-01: arithmetic for many at once, after shared/domain/ages.py."""

from datetime import date
from functools import cache, lru_cache

import numpy as np

from shared.domain.ages import ELDERLY_RECIPIENT_AGE
from simulator.population.draws import Ints, Texts

NEVER = -(2**31)
"""No day: cover that goes on."""
_EPOCH = date(1970, 1, 1).toordinal()
_OLDEST_YEARS, _YEARS_AHEAD = 116, 12
_MONTHS_A_YEAR = 12


def day_number(day: date) -> int:
    """Return a day as a number."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the day that a number stands for."""
    return date.fromordinal(number + _EPOCH)


_FIRST_DAY, _LAST_DAY = day_number(date(1868, 1, 1)), day_number(date(2101, 1, 1))
"""Between which people are born and grow old: what follows from a birthday is looked up."""


@cache
def _birthdays(age: int) -> Ints:
    born = np.arange(_FIRST_DAY, _LAST_DAY).astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    turned = (months + _MONTHS_A_YEAR * age).astype("datetime64[D]") + (born - months.astype("datetime64[D]"))
    return turned.astype(np.int64)


@cache
def _elderly_recipients_from() -> Ints:
    eves = (_birthdays(ELDERLY_RECIPIENT_AGE) - 1).astype("datetime64[D]")
    return (eves.astype("datetime64[M]") + 1).astype("datetime64[D]").astype(np.int64)


def birthdays(birthdates: Ints, age: int) -> Ints:
    """Return the birthdays on which ``age`` is turned; of 29 February it is 1 March in a common year."""
    return _birthdays(age)[birthdates - _FIRST_DAY]


def elderly_recipients_from(birthdates: Ints) -> Ints:
    """Return the first days as 高齢受給者: the 1st of the month after 70 is reached, on the eve of the birthday."""
    return _elderly_recipients_from()[birthdates - _FIRST_DAY]


@lru_cache(maxsize=4)
def _words(first: int, last: int) -> Texts:
    days = np.arange(first, last).astype("datetime64[D]")
    return np.array(np.datetime_as_string(days, unit="D").tolist(), dtype=object)


def written(days: Ints, reference_date: date) -> list[str]:
    """Return days as YYYY-MM-DD, for days of people who live near the reference date; those that are NEVER, empty."""
    first = day_number(date(reference_date.year - _OLDEST_YEARS, 1, 1))
    last = day_number(date(reference_date.year + _YEARS_AHEAD, 1, 1))
    words = _words(first, last)
    texts: list[str] = words[np.where(days == NEVER, 0, days - first)].tolist()
    if (days == NEVER).any():
        return ["" if day == NEVER else text for day, text in zip(days.tolist(), texts, strict=True)]
    return texts


def ages_ago(reference_date: date, oldest: int) -> Ints:
    """Return for each age up to ``oldest`` the last day on which who has that age today can be born."""
    return np.array([day_number(_years_before(reference_date, age)) for age in range(oldest + 1)], dtype=np.int64)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
