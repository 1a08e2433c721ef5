"""Ages and their days, as 年齢計算ニ関スル法律 and 健康保険法74条 count them."""

from datetime import date

import pytest

from shared.domain.ages import birthday, elderly_recipient_from, is_elderly_recipient, reaches


def test_an_age_is_reached_on_the_day_before_the_birthday() -> None:
    assert reaches(date(1951, 11, 20), 75) == date(2026, 11, 19)


def test_whoever_was_born_on_29_february_turns_75_on_1_march_of_a_common_year() -> None:
    assert birthday(date(1952, 2, 29), 75) == date(2027, 3, 1)
    assert reaches(date(1952, 2, 29), 75) == date(2027, 2, 28)
    assert birthday(date(1952, 2, 29), 76) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("birthdate", "first_day", "day_before"),
    [
        (date(1956, 5, 1), date(2026, 5, 1), date(2026, 4, 30)),  # born on the first: that very day
        (date(1956, 5, 2), date(2026, 6, 1), date(2026, 5, 31)),
        (date(1956, 11, 30), date(2026, 12, 1), date(2026, 11, 30)),
        (date(1956, 12, 1), date(2026, 12, 1), date(2026, 11, 30)),
        (date(1956, 12, 31), date(2027, 1, 1), date(2026, 12, 31)),
        (date(1957, 1, 1), date(2027, 1, 1), date(2026, 12, 31)),
        (date(1956, 2, 29), date(2026, 3, 1), date(2026, 2, 28)),
    ],
)
def test_what_holds_from_70_begins_on_the_first_of_the_month_after(
    birthdate: date, first_day: date, day_before: date
) -> None:
    assert elderly_recipient_from(birthdate) == first_day
    assert is_elderly_recipient(birthdate, first_day)
    assert not is_elderly_recipient(birthdate, day_before)
