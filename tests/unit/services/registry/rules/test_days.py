from datetime import date

import pytest

from services.registry.rules.days import (
    birthday,
    elderly_certificate_ends_by,
    elderly_share_from,
    first_of_next_month,
    has_reached,
    income_year_of,
    months_later,
    reaches,
)


def test_an_age_is_reached_on_the_day_before_the_birthday() -> None:
    assert reaches(date(1951, 11, 20), 75) == date(2026, 11, 19)
    assert not has_reached(date(1966, 11, 21), 60, date(2026, 11, 19))
    assert has_reached(date(1966, 11, 21), 60, date(2026, 11, 20))


def test_whoever_was_born_on_29_february_turns_75_on_1_march_of_a_common_year() -> None:
    assert birthday(date(1952, 2, 29), 75) == date(2027, 3, 1)
    assert reaches(date(1952, 2, 29), 75) == date(2027, 2, 28)
    assert birthday(date(1952, 2, 29), 76) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("birthdate", "starts"),
    [
        (date(1956, 11, 2), date(2026, 12, 1)),
        (date(1956, 11, 30), date(2026, 12, 1)),
        (date(1956, 12, 1), date(2026, 12, 1)),
        (date(1956, 12, 2), date(2027, 1, 1)),
    ],
)
def test_the_share_of_70_starts_on_the_first_after_it_is_reached_and_at_once_for_those_born_on_a_first(
    birthdate: date, starts: date
) -> None:
    assert elderly_share_from(birthdate) == starts


def test_the_income_year_turns_on_1_august() -> None:
    assert income_year_of(date(2026, 7, 31)) == 2024
    assert income_year_of(date(2026, 8, 1)) == 2025
    assert income_year_of(date(2026, 12, 31)) == 2025
    assert income_year_of(date(2027, 1, 1)) == 2025


def test_an_elderly_certificate_ends_on_31_july_or_before_the_75th_birthday() -> None:
    assert elderly_certificate_ends_by(date(1955, 5, 5), date(2026, 8, 1)) == date(2027, 7, 31)
    assert elderly_certificate_ends_by(date(1955, 5, 5), date(2026, 7, 1)) == date(2026, 7, 31)
    assert elderly_certificate_ends_by(date(1952, 1, 10), date(2026, 8, 1)) == date(2027, 1, 9)


def test_a_month_later_ends_with_its_month() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 15), 2) == date(2027, 2, 15)
    assert first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)
