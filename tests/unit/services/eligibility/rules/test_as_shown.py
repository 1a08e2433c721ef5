"""With which amounts a limit certificate answers: 健康保険法施行令42条, OQSCD011, OQSCD012."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.eligibility.answers.shown import MonthlyLimitShown
from services.eligibility.rules.as_shown import show_diseases, show_limit
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import LimitCertificate
from tests import benefits, builders

DAY = date(2026, 11, 20)


def certificate(category: str, kind: str = "limit", **more: Any) -> LimitCertificate:
    return builders.limit_certificate(category=LimitCategory(category), kind=LimitCertificateKind(kind), **more)


def amounts(category: str, on: date = DAY, *, kind: str = "limit", halved: bool = False) -> MonthlyLimitShown | None:
    return show_limit(certificate(category, kind), on, halved=halved).monthly_limit


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
        # 計算事例集（令和5年4月）事例5 to 7: only what it comes to at most halves.
        "base_yen": 6000,
        "threshold_yen": 30000,
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


@pytest.mark.parametrize(
    ("registered", "is_elderly", "halved", "yen"),
    [
        # 20,000 yen below 70 in ア and イ, else 10,000 (五霞町, 江津市: 特定疾病療養受療証).
        (20_000, False, False, 20_000),
        (20_000, True, False, 10_000),
        (10_000, True, False, 10_000),
        # 長野県後期高齢者医療広域連合 FAQ: 2分の1の5,000円; 計算事例集（令和5年4月）事例9.
        (10_000, True, True, 5_000),
        (20_000, True, True, 5_000),
        # Below 70: the family of who turns 75.
        (10_000, False, True, 5_000),
        (20_000, False, True, 10_000),
    ],
)
def test_a_disease_costs_at_most_what_holds_in_the_month(
    registered: int, is_elderly: bool, halved: bool, yen: int
) -> None:
    held = [benefits.disease_certificate(copay_limit_yen=registered)]
    (shown,) = show_diseases(held, DAY, is_elderly=is_elderly, halved=halved)
    assert (shown.copay_limit_yen, shown.registered_copay_limit_yen, shown.halved) == (yen, registered, halved)
