"""Which limit certificate applies on a day: 健康保険法施行令42条, OQSCD011, OQSCD012."""

from dataclasses import asdict
from datetime import date
from typing import Any

from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import Coverage, LimitCertificate
from shared.domain.limit_certificates import limit_certificate_on
from tests import benefits, builders

DAY = date(2026, 11, 20)
YOUNG = date(1985, 4, 12)


def certificate(category: str, kind: str = "limit", **more: Any) -> LimitCertificate:
    return builders.limit_certificate(category=LimitCategory(category), kind=LimitCertificateKind(kind), **more)


def applies(birthdate: date, *held: LimitCertificate, on: date = DAY, of: Coverage | None = None) -> str | None:
    facts = asdict(of or builders.coverage()) | {"insurer": (of or builders.coverage()).insurer}
    found = limit_certificate_on(Coverage(**{**facts, "limit_certificates": held}), birthdate, on)
    return None if found is None else f"{found.kind.code} {found.category}"


def test_of_two_certificates_the_one_that_began_last_applies() -> None:
    held = (certificate("A02", valid_from=date(2026, 4, 1)), certificate("A03", valid_from=date(2026, 8, 1)))
    assert applies(YOUNG, *held, on=date(2026, 7, 31)) == "01 A02"
    assert applies(YOUNG, *held, on=date(2026, 8, 1)) == "01 A03"
    assert applies(YOUNG, *held, on=date(2026, 3, 31)) is None


def test_one_about_the_limit_comes_before_one_about_meals_alone() -> None:
    limit = certificate("A04", valid_from=date(2026, 8, 1))
    meals = certificate("A05", "meals", valid_from=date(2026, 9, 1))
    assert applies(YOUNG, limit, meals) == "01 A04"
    assert applies(YOUNG, meals) == "03 A05"
    assert applies(YOUNG, meals, certificate("A05", "limit_and_meals")) == "02 A05"


# A until the day before 高齢受給者, B from it on.


def test_a_category_below_70_ends_where_those_of_70_begin() -> None:
    # Born on 2 October 1956: 70 is reached on 1 October 2026, so from 1 November on.
    assert applies(date(1956, 10, 2), certificate("A03"), on=date(2026, 10, 31)) == "01 A03"
    assert applies(date(1956, 10, 2), certificate("A03"), on=date(2026, 11, 1)) is None


def test_a_category_from_70_on_does_not_begin_before() -> None:
    assert applies(date(1956, 10, 2), certificate("B04"), on=date(2026, 10, 31)) is None
    assert applies(date(1956, 10, 2), certificate("B04"), on=date(2026, 11, 1)) == "01 B04"


def test_in_the_scheme_from_75_on_the_categories_are_those_of_70_at_every_age() -> None:
    joined_at_67 = benefits.late_elderly(10)
    assert applies(date(1959, 1, 5), certificate("B10"), of=joined_at_67) == "01 B10"
    assert applies(date(1959, 1, 5), certificate("A04"), of=joined_at_67) is None
