"""Which limit certificate answers for a day, and with which amounts: 健康保険法施行令42条, OQSCD011, OQSCD012."""

from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec
import pytest

from services.eligibility.rules.certificates import limit_certificate_on, show_diseases, show_limit
from services.eligibility.wire import MonthlyLimitShown
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import Coverage, LimitCertificate
from tests import benefits, builders

DAY = date(2026, 11, 20)
YOUNG, OLD = date(1985, 4, 12), date(1955, 1, 5)


def certificate(category: str, kind: str = "limit", **more: Any) -> LimitCertificate:
    return builders.limit_certificate(category=LimitCategory(category), kind=LimitCertificateKind(kind), **more)


def applies(birthdate: date, *held: LimitCertificate, on: date = DAY, of: Coverage | None = None) -> str | None:
    facts = asdict(of or builders.coverage()) | {"insurer": (of or builders.coverage()).insurer}
    found = limit_certificate_on(Coverage(**{**facts, "limit_certificates": held}), birthdate, on)
    return None if found is None else f"{found.kind.code} {found.category}"


def amounts(category: str, on: date = DAY, *, kind: str = "limit", halved: bool = False) -> MonthlyLimitShown | None:
    return show_limit(certificate(category, kind), on, halved=halved).monthly_limit


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


# Amounts


def test_a_certificate_about_meals_limits_nothing() -> None:
    shown = show_limit(certificate("A05", "meals"), DAY, halved=False)
    assert (shown.kind, shown.category, shown.label, shown.monthly_limit) == ("meals", "A05", "オ", None)


def test_the_month_of_75_halves_all_that_is_of_the_month() -> None:
    # 一般 from August 2026: 61,500 [44,400], outpatient 22,000, 216,000 a year.
    assert msgspec.to_builtins(amounts("B04", halved=True)) == {
        "table": "2026-08",
        "base_yen": 30750,
        "threshold_yen": None,
        "rate_percent": None,
        "many_times_yen": 22200,
        "outpatient_yen": 11000,
        "outpatient_formula": None,
        "outpatient_year_yen": 216000,
        "year_cap_yen": None,
        "year_cap_options_yen": (530000, 410000),
        "halved": True,
    }
    halved, whole = amounts("B03", halved=True), amounts("B03")
    assert halved is not None
    assert whole is not None
    assert (halved.base_yen, halved.threshold_yen, halved.many_times_yen, halved.halved) == (42900, 143000, 22200, True)
    assert (whole.base_yen, whole.threshold_yen, whole.many_times_yen, whole.halved) == (85800, 286000, 44400, False)


def test_the_relief_of_the_second_general_category_is_a_formula_while_it_lasts() -> None:
    # 大阪府後期高齢者医療広域連合: 6,000円+(総医療費-30,000円)×0.1 又は18,000円のいずれか低い方、令和7年9月診療分まで.
    relieved, over = amounts("B09", date(2025, 9, 30)), amounts("B09", date(2025, 10, 1))
    assert relieved is not None
    assert over is not None
    assert relieved.outpatient_yen is None
    assert msgspec.to_builtins(relieved.outpatient_formula) == {
        "base_yen": 6000,
        "threshold_yen": 30000,
        "rate_percent": 10,
        "at_most_yen": 18000,
    }
    assert (over.outpatient_yen, over.outpatient_formula) == (18000, None)
    halved = amounts("B09", date(2024, 5, 1), halved=True)
    assert halved is not None
    assert msgspec.to_builtins(halved.outpatient_formula) == {
        "base_yen": 3000,
        "threshold_yen": 15000,
        "rate_percent": 10,
        "at_most_yen": 9000,
    }


@pytest.mark.parametrize("category", ["B09", "B10"])
def test_of_a_category_that_did_not_exist_yet_no_amount_is_guessed(category: str) -> None:
    assert amounts(category, date(2022, 9, 30)) is None
    assert amounts(category, date(2022, 10, 1)) is not None


@pytest.mark.parametrize(
    ("category", "cap", "options"),
    [("A03", 530_000, ()), ("A04", None, (530_000, 410_000)), ("B10", None, (530_000, 410_000)), ("B06", 180_000, ())],
)
def test_what_the_category_does_not_tell_of_the_year_cap_is_left_open(
    category: str, cap: int | None, options: tuple[int, ...]
) -> None:
    shown = amounts(category)
    assert shown is not None
    assert (shown.year_cap_yen, shown.year_cap_options_yen) == (cap, options)


# 特定疾病


def test_the_higher_amount_of_dialysis_ends_at_70() -> None:
    # 健康保険法施行令42条9項: 20,000 yen below 70 in ア and イ, else 10,000.
    held = [benefits.disease_certificate(copay_limit_yen=20_000)]
    assert [one.copay_limit_yen for one in show_diseases(held, DAY, is_elderly=False)] == [20_000]
    assert [one.copay_limit_yen for one in show_diseases(held, DAY, is_elderly=True)] == [10_000]
