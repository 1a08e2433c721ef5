"""Limit certificates against age, scheme and themselves: 健康保険法施行令42条1項・3項, OQSCD011, OQSCD012."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.registry.certificates.rules.limit_certificates import limit_certificate_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import Coverage
from tests import benefits, builders

BORN_1990, BORN_1956 = date(1990, 1, 15), date(1956, 10, 2)
"""The second one is 高齢受給者 from 1 November 2026 on."""
D = date


def wrong(
    birthdate: date, category: str, kind: str = "limit", coverage: Coverage | None = None, **more: Any
) -> list[tuple[str, str]]:
    recorded = RecordedCoverage(
        UUID(int=1), coverage or builders.coverage(), datetime(2026, 1, 1, tzinfo=UTC), UUID(int=2)
    )
    certificate = builders.limit_certificate(category=LimitCategory(category), kind=LimitCertificateKind(kind), **more)
    return [(each.pointer, each.code) for each in limit_certificate_violations(certificate, recorded, birthdate)]


@pytest.mark.parametrize("category", ["A01", "A02", "A03", "A04", "A05", "A06"])
def test_below_70_the_categories_are_a(category: str) -> None:
    assert wrong(BORN_1990, category) == []
    assert wrong(BORN_1990, category, valid_to=None) == []


@pytest.mark.parametrize("category", ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08"])
def test_below_70_no_category_is_b(category: str) -> None:
    assert wrong(BORN_1990, category) == [("/valid_from", "too-young")]


@pytest.mark.parametrize(
    ("category", "valid_from", "valid_to", "found"),
    [
        ("A03", D(2026, 8, 1), D(2026, 10, 31), []),
        ("A03", D(2026, 8, 1), D(2026, 11, 1), [("/valid_to", "too-old")]),
        ("A03", D(2026, 8, 1), D(2027, 7, 31), [("/valid_to", "too-old")]),
        ("A03", D(2026, 8, 1), None, []),
        ("A03", D(2026, 10, 31), D(2026, 10, 31), []),
        ("A03", D(2026, 11, 1), D(2027, 7, 31), [("/category", "too-old")]),
        ("A03", D(2026, 11, 1), None, [("/category", "too-old")]),
        ("B04", D(2026, 10, 31), D(2027, 7, 31), [("/valid_from", "too-young")]),
        ("B04", D(2026, 11, 1), D(2027, 7, 31), []),
    ],
)
def test_in_the_year_of_70_a_ends_and_b_begins(
    category: str, valid_from: date, valid_to: date | None, found: list[tuple[str, str]]
) -> None:
    assert wrong(BORN_1956, category, valid_from=valid_from, valid_to=valid_to) == found


@pytest.mark.parametrize(
    ("category", "fits"),
    [("A03", False), ("A05", False), ("B01", True), ("B04", False), ("B05", True), ("B09", True), ("B10", True)],
)
@pytest.mark.parametrize("birthdate", [D(1940, 1, 1), D(1959, 1, 5)], ids=["86", "67-by-disability"])
def test_the_scheme_from_75_on_has_categories_of_its_own(category: str, fits: bool, birthdate: date) -> None:
    found = wrong(birthdate, category, coverage=benefits.late_elderly(10))
    assert found == ([] if fits else [("/category", "not-of-this-scheme")])


def test_until_september_2022_it_had_one_general_category() -> None:
    held = benefits.late_elderly(10)
    assert wrong(D(1940, 1, 1), "B04", coverage=held, valid_from=D(2022, 8, 1), valid_to=D(2022, 9, 30)) == []


@pytest.mark.parametrize("category", ["B09", "B10"])
def test_the_two_general_categories_are_of_that_scheme_alone(category: str) -> None:
    assert wrong(D(1954, 1, 5), category) == [("/category", "not-of-this-scheme")]


@pytest.mark.parametrize(
    ("category", "kind", "long_stay", "found"),
    [
        ("A05", "limit_and_meals", None, []),
        ("A05", "limit_and_meals", D(2026, 11, 1), []),
        ("A05", "meals", D(2026, 11, 1), []),
        ("A06", "meals", None, []),
        ("A05", "limit", None, []),
        ("A05", "limit", D(2026, 11, 1), [("/long_stay_from", "no-long-stay")]),
        ("A04", "limit", D(2026, 11, 1), [("/long_stay_from", "no-long-stay")]),
        ("A04", "limit_and_meals", None, [("/kind", "not-exempt")]),
        ("A01", "meals", None, [("/kind", "not-exempt")]),
        ("A03", "meals", D(2026, 11, 1), [("/kind", "not-exempt"), ("/long_stay_from", "no-long-stay")]),
    ],
)
def test_a_lower_price_of_meals_is_of_those_exempt_from_resident_tax(
    category: str, kind: str, long_stay: date | None, found: list[tuple[str, str]]
) -> None:
    assert wrong(BORN_1990, category, kind, long_stay_from=long_stay) == found


def test_everything_is_named_at_once() -> None:
    assert wrong(BORN_1990, "B09", "meals", long_stay_from=D(2026, 11, 1)) == [
        ("/category", "not-of-this-scheme"),
        ("/valid_from", "too-young"),
        ("/kind", "not-exempt"),
        ("/long_stay_from", "no-long-stay"),
    ]
