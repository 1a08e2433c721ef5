"""一部負担金割合: the patient's share by age, and 未就学. Pure.

Age is reached at the end of the day before the birthday (年齢計算ニ関スル法律), which moves every edge below for people
born on the first of a month or on 1 April. Health Insurance Act 74, 110; 高齢者の医療の確保に関する法律 67.
"""

from datetime import date, timedelta

PRESCHOOL_PERCENT, ADULT_PERCENT = 20, 30
ELDERLY_RECIPIENT_PERCENT, LATE_ELDERLY_PERCENT = 20, 10
_LAST_PRESCHOOL_AGE, _ELDERLY_RECIPIENT_AGE, _LATE_ELDERLY_AGE = 6, 70, 75
_MARCH, _DECEMBER = 3, 12


def copay_percent(birthdate: date, on: date, registered_percent: int | None) -> int:
    """Return the share in percent on the day ``on``.

    ``registered_percent`` is what the insurer registered; it counts from 70 on, where income decides. Without it
    the ordinary share of the age holds: 20 up to 74 (高齢受給者), 10 from 75 (後期高齢者).
    """
    if is_preschool(birthdate, on):
        return PRESCHOOL_PERCENT
    if not is_elderly_recipient(birthdate, on):
        return ADULT_PERCENT
    if registered_percent is not None:
        return registered_percent
    return ELDERLY_RECIPIENT_PERCENT if on < birthday(birthdate, _LATE_ELDERLY_AGE) else LATE_ELDERLY_PERCENT


def is_preschool(birthdate: date, on: date) -> bool:
    """Tell whether ``on`` is not after the 31 March that follows reaching the age of 6 (未就学)."""
    if on.year - birthdate.year > _LAST_PRESCHOOL_AGE + 1:
        return False
    reached = birthday(birthdate, _LAST_PRESCHOOL_AGE) - timedelta(days=1)
    last_day = date(reached.year if reached.month <= _MARCH else reached.year + 1, _MARCH, 31)
    return on <= last_day


def is_elderly_recipient(birthdate: date, on: date) -> bool:
    """Tell whether the share of 70 and over holds on ``on``."""
    return on.year - birthdate.year >= _ELDERLY_RECIPIENT_AGE and on >= elderly_recipient_from(birthdate)


def elderly_recipient_from(birthdate: date) -> date:
    """Return the first day of the 70-74 share: the first of the month after reaching 70."""
    reached = birthday(birthdate, _ELDERLY_RECIPIENT_AGE) - timedelta(days=1)
    if reached.month == _DECEMBER:
        return date(reached.year + 1, 1, 1)
    return date(reached.year, reached.month + 1, 1)


def birthday(birthdate: date, age: int) -> date:
    """Return the birthday on which ``age`` is turned; for 29 February in a common year, 1 March.

    The age itself is reached the day before: for 29 February that is 28 February, as the law counts.
    """
    try:
        return birthdate.replace(year=birthdate.year + age)
    except ValueError:
        return date(birthdate.year + age, 3, 1)
