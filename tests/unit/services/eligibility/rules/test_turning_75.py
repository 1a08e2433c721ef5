"""The month of 75 and after it.

全国健康保険協会「75歳到達月の高額療養費の自己負担限度額の特例について」, 高齢者医療確保法50条.
蒲郡市「75歳到達月における自己負担限度額の特例」.
"""

from dataclasses import replace
from datetime import date

import pytest

from services.eligibility.rules.by_age import halves_limits, lacks_late_elderly_cover, turns_75_in_month_of
from shared.domain.codes import Relationship
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
    assert halves_limits(builders.person(coverage, birthdate=birthdate), coverage, DAY) is halved


_TURNED = date(2026, 11, 12)
_AS_FAMILY = builders.coverage(
    coverage_id="family", relationship=Relationship.FAMILY, lost_on=_TURNED, insured_turns_75_in="2026-11"
)


@pytest.mark.parametrize(
    ("coverage", "on", "halved"),
    [
        # 協会けんぽ: 被扶養者についても特例の対象, before the birthday of the insured person.
        (_AS_FAMILY, date(2026, 11, 1), True),
        (_AS_FAMILY, date(2026, 11, 11), True),
        (_AS_FAMILY, date(2026, 10, 31), False),
        # It halves before the insured person's loss is on record as well.
        (replace(_AS_FAMILY, lost_on=None), date(2026, 11, 11), True),
        # 蒲郡市: 国民健康保険に加入することになった被扶養者についても、加入月の限度額が2分の1.
        (benefits.municipal(acquired_on=_TURNED), date(2026, 11, 12), True),
        (benefits.municipal(acquired_on=_TURNED), date(2026, 11, 30), True),
        (benefits.municipal(acquired_on=_TURNED), date(2026, 12, 1), False),
        # In 国保 on another day, so not by it; at another society; in 生活保護.
        (benefits.municipal(acquired_on=date(2026, 11, 20)), date(2026, 11, 30), False),
        (benefits.municipal(acquired_on=date(2020, 4, 1)), date(2026, 11, 30), False),
        (builders.coverage(acquired_on=_TURNED), date(2026, 11, 30), False),
        (benefits.assistance(acquired_on=_TURNED), date(2026, 11, 30), False),
    ],
)
def test_the_family_of_who_turns_75_has_half_limits_in_both_schemes(coverage: Coverage, on: date, halved: bool) -> None:
    held = (_AS_FAMILY, coverage) if coverage.coverage_id != "family" else (coverage,)
    assert halves_limits(builders.person(*held, birthdate=date(1958, 5, 5)), coverage, on) is halved


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
