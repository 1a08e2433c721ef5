"""The month of 75 and after it: 健康保険法施行令42条4項, 高齢者医療確保法施行令15条, 高齢者医療確保法50条."""

from datetime import date

import pytest

from services.eligibility.rules.turning_75 import halves_limits, lacks_late_elderly_cover, turns_75_in_month_of
from shared.domain.coverage import Coverage
from tests import benefits, builders

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("birthdate", "on", "halved"),
    [
        (date(1951, 11, 2), date(2026, 11, 1), True),
        (date(1951, 11, 30), date(2026, 11, 1), True),
        (date(1951, 11, 1), date(2026, 11, 1), False),
        (date(1951, 10, 31), date(2026, 11, 1), False),
        (date(1951, 12, 2), date(2026, 11, 30), False),
        (date(1952, 2, 29), date(2027, 2, 28), False),
        (date(1952, 2, 29), date(2027, 3, 1), False),
    ],
)
def test_the_month_of_75_halves_but_for_birthdays_on_the_first(birthdate: date, on: date, halved: bool) -> None:
    assert turns_75_in_month_of(birthdate, on) == halved


@pytest.mark.parametrize(
    ("coverage", "birthdate", "halved"),
    [
        (builders.coverage(), date(1951, 11, 28), True),
        (benefits.municipal(), date(1951, 11, 28), True),
        (benefits.late_elderly(10, acquired_on=date(2026, 11, 2)), date(1951, 11, 2), True),
        (benefits.late_elderly(10, acquired_on=date(2020, 4, 1)), date(1951, 11, 2), False),
        (benefits.assistance(), date(1951, 11, 28), False),
        (builders.coverage(), date(1951, 12, 28), False),
    ],
    ids=["society", "municipality", "just-joined", "joined-by-disability", "assistance", "next-month"],
)
def test_both_schemes_halve_but_for_who_moves_between_none(coverage: Coverage, birthdate: date, halved: bool) -> None:
    assert halves_limits(coverage, birthdate, DAY) is halved


@pytest.mark.parametrize(
    ("birthdate", "lacks"), [(date(1951, 11, 20), True), (date(1951, 11, 21), False), (date(1930, 1, 1), True)]
)
def test_cover_of_those_from_75_is_lacking_from_the_birthday_on(birthdate: date, lacks: bool) -> None:
    person = builders.person(birthdate=birthdate)
    assert lacks_late_elderly_cover(person, person.coverages[0], DAY) is lacks


def test_cover_of_those_from_75_that_has_ended_is_lacking_too() -> None:
    held = (builders.coverage(), benefits.late_elderly(10, coverage_id="late", lost_on=date(2026, 11, 20)))
    person = builders.person(*held, birthdate=date(1940, 1, 1))
    assert lacks_late_elderly_cover(person, held[0], DAY)
    assert not lacks_late_elderly_cover(person, held[0], date(2026, 11, 19))
