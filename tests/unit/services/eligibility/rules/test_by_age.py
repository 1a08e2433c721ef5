"""Edges of the patient's share; birthdays and days as 健康保険法 and 年齢計算ニ関スル法律 count them."""

from datetime import date

import pytest

from services.eligibility.rules.by_age import copay_percent, is_preschool


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
    ("birthdate", "on", "registered", "percent"),
    [
        (date(2022, 6, 1), date(2026, 11, 20), None, 20),
        (date(1985, 4, 12), date(2026, 11, 20), None, 30),
        (date(1985, 4, 12), date(2026, 11, 20), 10, 30),  # below 70 the age decides, whatever is registered
        (date(1956, 11, 2), date(2026, 11, 30), 20, 30),
        (date(1956, 11, 2), date(2026, 12, 1), 20, 20),
        (date(1954, 1, 1), date(2026, 11, 20), 30, 30),
        (date(1954, 1, 1), date(2026, 11, 20), None, 20),
        # 健康保険法74条 knows 20 and 30 from 70 on, and no other share at 75; 10 is 後期高齢者医療's alone.
        (date(1951, 11, 20), date(2026, 11, 19), None, 20),
        (date(1951, 11, 20), date(2026, 11, 20), None, 20),
        (date(1950, 3, 3), date(2026, 11, 20), None, 20),
        (date(1950, 3, 3), date(2026, 11, 20), 30, 30),
    ],
)
def test_the_share_on_a_day(birthdate: date, on: date, registered: int | None, percent: int) -> None:
    assert copay_percent(birthdate, on, registered) == percent
