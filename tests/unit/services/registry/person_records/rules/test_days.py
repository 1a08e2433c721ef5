from datetime import date

from services.registry.person_records.rules.days import (
    benefit_year_ends,
    first_of_next_month,
    has_reached,
    income_year_of,
    months_later,
)


def test_an_age_is_reached_on_the_day_before_the_birthday() -> None:
    assert not has_reached(date(1966, 11, 21), 60, date(2026, 11, 19))
    assert has_reached(date(1966, 11, 21), 60, date(2026, 11, 20))


def test_the_income_year_turns_on_1_august() -> None:
    assert income_year_of(date(2026, 7, 31)) == 2024
    assert income_year_of(date(2026, 8, 1)) == 2025
    assert income_year_of(date(2026, 12, 31)) == 2025
    assert income_year_of(date(2027, 1, 1)) == 2025


def test_what_income_decides_holds_until_31_july() -> None:
    assert benefit_year_ends(date(2026, 7, 1)) == date(2026, 7, 31)
    assert benefit_year_ends(date(2026, 7, 31)) == date(2026, 7, 31)
    assert benefit_year_ends(date(2026, 8, 1)) == date(2027, 7, 31)
    assert benefit_year_ends(date(2027, 1, 10)) == date(2027, 7, 31)


def test_a_month_later_ends_with_its_month() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 15), 2) == date(2027, 2, 15)
    assert first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)
