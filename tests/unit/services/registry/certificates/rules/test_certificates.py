"""Dated shares and 特定疾病 against age and scheme: 健康保険法74条, 同施行令42条9項, 高齢者医療確保法67条."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.registry.certificates.rules.certificates import (
    elderly_certificate_violations,
    specific_disease_violations,
)
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LimitCategory, SpecificDisease
from shared.domain.coverage import Coverage
from tests import benefits, builders

D = date
BORN_1990, BORN_1949, BORN_1955, BORN_1956 = D(1990, 1, 15), D(1949, 5, 5), D(1955, 1, 5), D(1956, 10, 2)
"""The last one is 高齢受給者 from 1 November 2026 on; the second is 77."""
_PLAIN = builders.coverage(limit_certificates=())


def recorded(coverage: Coverage) -> RecordedCoverage:
    return RecordedCoverage(UUID(int=1), coverage, datetime(2026, 1, 1, tzinfo=UTC), UUID(int=2))


def wrong_share(birthdate: date, coverage: Coverage, percent: int = 20, **more: Any) -> list[tuple[str, str]]:
    certificate = benefits.elderly_certificate(percent, **more)
    found = elderly_certificate_violations(certificate, recorded(coverage), birthdate)
    return [(each.pointer, each.code) for each in found]


def wrong_disease(birthdate: date, coverage: Coverage = _PLAIN, **more: Any) -> list[tuple[str, str]]:
    certificate = benefits.disease_certificate(**{"copay_limit_yen": 20_000, **more})
    found = specific_disease_violations(certificate, recorded(coverage), birthdate)
    return [(each.pointer, each.code) for each in found]


@pytest.mark.parametrize(
    ("birthdate", "percent", "found"),
    [
        (BORN_1955, 20, []),
        (BORN_1955, 30, []),
        (BORN_1955, 10, [("/share_percent", "not-a-share")]),
        (BORN_1956, 20, [("/valid_from", "too-young")]),
        (D(1952, 7, 31), 20, [("/valid_to", "too-old")]),
        (D(1952, 8, 1), 20, []),
        (BORN_1990, 10, [("/valid_from", "too-young"), ("/share_percent", "not-a-share")]),
    ],
)
def test_the_certificate_of_70_to_74_says_20_or_30(birthdate: date, percent: int, found: list[tuple[str, str]]) -> None:
    assert wrong_share(birthdate, _PLAIN, percent) == found


@pytest.mark.parametrize(
    ("birthdate", "found"), [(D(1944, 4, 1), []), (D(1944, 4, 2), [("/share_percent", "not-a-share")])]
)
def test_10_percent_was_of_those_born_by_1_april_1944(birthdate: date, found: list[tuple[str, str]]) -> None:
    assert wrong_share(birthdate, _PLAIN, 10, valid_from=D(2018, 8, 1), valid_to=D(2019, 3, 31)) == found


@pytest.mark.parametrize("percent", [10, 20, 30])
def test_from_75_on_a_year_has_its_share(percent: int) -> None:
    assert wrong_share(D(1945, 5, 5), benefits.late_elderly(), percent) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "found"),
    [
        (D(2026, 8, 1), D(2027, 7, 31), []),
        (D(2026, 8, 1), D(2027, 8, 1), [("/valid_to", "past-the-year")]),
        (D(2026, 7, 1), D(2026, 7, 31), []),
        (D(2026, 7, 1), D(2026, 8, 1), [("/valid_to", "past-the-year")]),
        (D(2020, 4, 1), D(2020, 7, 31), []),
        (D(2020, 3, 31), D(2020, 7, 31), [("/valid_from", "before-the-coverage")]),
        (D(2020, 3, 31), D(2021, 7, 31), [("/valid_from", "before-the-coverage"), ("/valid_to", "past-the-year")]),
    ],
)
def test_from_75_on_it_lies_within_the_coverage_and_ends_by_31_july(
    valid_from: date, valid_to: date, found: list[tuple[str, str]]
) -> None:
    held = benefits.late_elderly(acquired_on=D(2020, 4, 1))
    assert wrong_share(D(1945, 4, 1), held, valid_from=valid_from, valid_to=valid_to) == found


@pytest.mark.parametrize(
    ("birthdate", "more", "found"),
    [
        (BORN_1990, {}, []),
        (BORN_1990, {"copay_limit_yen": 10_000}, []),
        (BORN_1990, {"copay_limit_yen": 15_000}, [("/copay_limit_yen", "not-an-amount")]),
        (BORN_1990, {"disease": SpecificDisease.HAEMOPHILIA}, [("/copay_limit_yen", "not-an-amount")]),
        (BORN_1956, {"valid_to": D(2026, 10, 31)}, []),
        (BORN_1956, {"valid_to": None}, []),
        (BORN_1956, {"valid_to": D(2026, 11, 1)}, [("/valid_to", "too-old")]),
        (BORN_1956, {"valid_from": D(2026, 11, 1)}, [("/copay_limit_yen", "too-old")]),
        (BORN_1949, {}, [("/copay_limit_yen", "too-old")]),
        (BORN_1949, {"copay_limit_yen": 10_000}, []),
    ],
)
def test_20000_yen_are_of_dialysis_below_70(
    birthdate: date, more: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert wrong_disease(birthdate, **more) == found


def test_20000_yen_are_of_no_age_in_the_scheme_from_75_on() -> None:
    assert wrong_disease(D(1959, 1, 5), benefits.late_elderly(10)) == [("/copay_limit_yen", "too-old")]


@pytest.mark.parametrize(
    ("category", "found"),
    [("A01", []), ("A02", []), ("A03", [("/copay_limit_yen", "not-upper-income")])],
)
def test_20000_yen_are_of_the_upper_categories(category: str, found: list[tuple[str, str]]) -> None:
    held = builders.coverage(
        limit_certificates=(builders.limit_certificate(category=LimitCategory(category), valid_from=D(2026, 4, 1)),)
    )
    assert wrong_disease(BORN_1990, held, valid_from=D(2026, 4, 1)) == found
    # A day on which no limit certificate holds tells nothing.
    assert wrong_disease(BORN_1990, held, valid_from=D(2026, 3, 31)) == []
