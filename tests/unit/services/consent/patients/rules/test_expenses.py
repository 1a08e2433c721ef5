"""Invented costs of care: steady, for covered months only, shared as the age has it."""

from datetime import date

from services.consent.patients.rules.expenses import expenses_of
from tests import builders

TODAY = date(2026, 11, 20)


def test_months_appear_two_months_later_and_reach_back_a_year() -> None:
    months = [expense.treatment_month for expense in expenses_of(builders.person(), TODAY)]
    assert months
    assert months == sorted(months, reverse=True)
    assert min(months) >= "2025-10"
    assert max(months) <= "2026-09"


def test_a_month_that_was_shown_stays() -> None:
    november = expenses_of(builders.person(), TODAY)
    december = expenses_of(builders.person(), date(2026, 12, 20))
    assert [expense for expense in december if expense.treatment_month != "2026-10"] == [
        expense for expense in november if expense.treatment_month != "2025-10"
    ]


def test_months_without_coverage_cost_nothing() -> None:
    held = builders.coverage(acquired_on=date(2026, 6, 1))
    assert all(expense.treatment_month >= "2026-06" for expense in expenses_of(builders.person(held), TODAY))


def test_the_share_follows_the_age() -> None:
    for birthdate, percent in ((date(1985, 4, 12), 30), (date(1954, 1, 1), 20), (date(1940, 1, 1), 10)):
        for expense in expenses_of(builders.person(birthdate=birthdate), TODAY):
            assert abs(expense.paid_yen - expense.total_cost_yen * percent // 100) <= 5
            assert expense.paid_yen % 10 == 0
