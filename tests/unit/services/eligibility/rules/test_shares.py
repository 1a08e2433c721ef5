"""Edges of the patient's share; birthdays and days as 健康保険法 and 年齢計算ニ関スル法律 count them."""

from datetime import date

import pytest

from services.eligibility.rules.shares import copay_percent, elderly_recipient_from, is_preschool


@pytest.mark.parametrize(
    ("birthdate", "last_day"),
    [
        (date(2020, 4, 1), date(2026, 3, 31)),  # reaches 6 on 31 March 2026: a school child the next day
        (date(2020, 4, 2), date(2027, 3, 31)),
        (date(2020, 3, 31), date(2026, 3, 31)),
        (date(2020, 12, 31), date(2027, 3, 31)),
        (date(2020, 1, 1), date(2026, 3, 31)),
    ],
)
def test_preschool_ends_on_the_31_march_after_six(birthdate: date, last_day: date) -> None:
    assert is_preschool(birthdate, last_day)
    assert not is_preschool(birthdate, last_day.replace(month=4, day=1))


@pytest.mark.parametrize(
    ("birthdate", "first_day"),
    [
        (date(1956, 5, 1), date(2026, 5, 1)),  # born on the first: that very day
        (date(1956, 5, 2), date(2026, 6, 1)),
        (date(1956, 12, 31), date(2027, 1, 1)),
        (date(1957, 1, 1), date(2027, 1, 1)),
    ],
)
def test_the_share_of_70_begins_on_the_first_of_the_month_after(birthdate: date, first_day: date) -> None:
    assert elderly_recipient_from(birthdate) == first_day


@pytest.mark.parametrize(
    ("birthdate", "on", "registered", "percent"),
    [
        (date(2022, 6, 1), date(2026, 11, 20), None, 20),
        (date(1985, 4, 12), date(2026, 11, 20), None, 30),
        (date(1985, 4, 12), date(2026, 11, 20), 10, 30),  # below 70 the age decides, whatever is registered
        (date(1956, 11, 2), date(2026, 11, 30), 20, 30),
        (date(1956, 11, 2), date(2026, 12, 1), 20, 20),
        (date(1954, 1, 1), date(2026, 11, 20), 30, 30),
        (date(1954, 1, 1), date(2026, 11, 20), None, 20),
        (date(1951, 11, 20), date(2026, 11, 19), None, 20),  # 75 begins on the birthday itself
        (date(1951, 11, 20), date(2026, 11, 20), None, 10),
        (date(1940, 1, 1), date(2026, 11, 20), 20, 20),
    ],
)
def test_the_share_on_a_day(birthdate: date, on: date, registered: int | None, percent: int) -> None:
    assert copay_percent(birthdate, on, registered) == percent
