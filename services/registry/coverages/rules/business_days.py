"""When a period ends whose last day is one on which no office is open. Pure.

健康保険法194条, 民法142条: a period that ends on a Sunday, a holiday (国民の祝日に関する法律 3条: substitute and
in-between ones too) or another day of rest ends on the next day. Insurers rest on Saturdays and from 29 December to
3 January too, as the offices of the state do (行政機関の休日に関する法律 1条1項).
"""

from datetime import date, timedelta
from typing import Final

import jpholiday

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_NEW_YEAR: Final = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_business_day(day: date) -> bool:
    """Tell whether an insurer's office is open on ``day``.

    Holidays of years that the Cabinet Office has not announced yet are worked out by the present law.
    """
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _NEW_YEAR and not jpholiday.is_holiday(day)


def business_day_from(day: date) -> date:
    """Return ``day``, or the first business day after it."""
    while not is_business_day(day):
        day += _ONE_DAY
    return day
