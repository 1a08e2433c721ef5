"""Ages as the law counts them (年齢計算ニ関スル法律, 民法143条), and the days on which they begin to matter. Pure.

An age is reached at the end of the day before the birthday. Of 29 February the birthday in a common year is 1 March,
so the age is reached on 28 February.
"""

from datetime import date, timedelta
from typing import Final

ELDERLY_RECIPIENT_AGE: Final = 70
LATE_ELDERLY_AGE: Final = 75
_ONE_DAY: Final = timedelta(days=1)
_DECEMBER: Final = 12


def birthday(birthdate: date, age: int) -> date:
    """Return the birthday on which ``age`` is turned."""
    try:
        return birthdate.replace(year=birthdate.year + age)
    except ValueError:
        return date(birthdate.year + age, 3, 1)


def reaches(birthdate: date, age: int) -> date:
    """Return the day at whose end ``age`` is reached: the one before the birthday."""
    return birthday(birthdate, age) - _ONE_DAY


def elderly_recipient_from(birthdate: date) -> date:
    """Return the first day as 高齢受給者: the 1st of the month after 70 is reached (健康保険法74条1項2号)."""
    reached = reaches(birthdate, ELDERLY_RECIPIENT_AGE)
    if reached.month == _DECEMBER:
        return date(reached.year + 1, 1, 1)
    return date(reached.year, reached.month + 1, 1)


def is_elderly_recipient(birthdate: date, on: date) -> bool:
    """Tell whether what holds from 70 on holds on ``on``."""
    return on.year - birthdate.year >= ELDERLY_RECIPIENT_AGE and on >= elderly_recipient_from(birthdate)
