"""自己負担限度額 and 標準負担額: worked cases with their sources, and the laws that hold for all of them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.eligibility.limits.amounts import Setting, Treatment, limit_amount
from services.eligibility.limits.bands import BANDS, PROMULGATED_TABLES
from services.eligibility.limits.meals import meal_amount
from shared.domain.codes import LimitCategory
from shared.errors import BandNeeded, MonthWithoutTable, RequestInvalid
from tests.unit.services.eligibility.limits.cases_limits import LIMIT_CASES, MEAL_CASES, LimitCase, MealCase


@pytest.mark.parametrize("case", LIMIT_CASES, ids=lambda case: f"{case.month} {case.category} {case.fact}")
def test_the_limit_of_a_month(case: LimitCase) -> None:
    amount = limit_amount(
        Treatment(LimitCategory[case.category], case.month, case.cost, Setting(case.setting), case.turns_75, case.band)
    )
    got = (amount.limit_yen, amount.many_times_limit_yen, amount.outpatient_limit_yen, amount.halved)
    assert got == (case.limit, case.many, case.outpatient, case.turns_75), case.source
    assert amount.table.first_month == case.table


@pytest.mark.parametrize("case", MEAL_CASES, ids=lambda case: f"{case.month} {case.category} {case.is_long_stay}")
def test_the_price_of_a_meal(case: MealCase) -> None:
    amount = meal_amount(LimitCategory[case.category], case.month, is_long_stay=case.is_long_stay)
    assert amount.meal_yen == case.yen, case.source


@pytest.mark.parametrize("month", ["2018-07", "2008-04", "1999-12"])
def test_a_month_without_a_table_is_refused_and_not_guessed(month: str) -> None:
    with pytest.raises(MonthWithoutTable):
        limit_amount(Treatment(LimitCategory.A03, month, 1_000_000))


def test_a_meal_before_the_first_table_is_refused() -> None:
    with pytest.raises(MonthWithoutTable):
        meal_amount(LimitCategory.A03, "2024-05")


@pytest.mark.parametrize(
    ("category", "bands"),
    [
        ("A01", ["127-up", "103-121", "83-98"]),
        ("A02", ["71-79", "62-68", "53-59"]),
        ("A03", ["44-50", "36-41", "28-34"]),
        ("A04", ["20-26", "16-19", "to-15"]),
        ("B01", ["127-up", "103-121", "83-98"]),
        ("B02", ["71-79", "62-68", "53-59"]),
        ("B03", ["44-50", "36-41", "28-34"]),
        ("B04", ["20-26", "16-19", "to-15"]),
        ("B09", ["20-26", "16-19", "to-15"]),
        ("B10", ["20-26", "16-19", "to-15"]),
    ],
)
def test_what_a_category_alone_does_not_decide_asks_for_the_band(category: str, bands: list[str]) -> None:
    with pytest.raises(BandNeeded) as refused:
        limit_amount(Treatment(LimitCategory[category], "2027-08", 1_000_000))
    assert [violation.code for violation in refused.value.violations] == bands


@pytest.mark.parametrize(("category", "band"), [("A03", "127-up"), ("A05", "28-34"), ("B06", "to-15"), ("A01", "x")])
@pytest.mark.parametrize("month", ["2026-11", "2027-08"])
def test_a_band_of_another_category_is_refused(category: str, band: str, month: str) -> None:
    with pytest.raises(RequestInvalid):
        limit_amount(Treatment(LimitCategory[category], month, 1_000_000, band=band))


def test_the_planned_table_says_so_and_the_others_are_in_force() -> None:
    assert [(table.first_month, table.status) for table in PROMULGATED_TABLES] == [
        ("2018-08", "in_force"),
        ("2026-08", "in_force"),
        ("2027-08", "planned"),
    ]


def test_the_planned_table_has_thirteen_bands_below_70() -> None:
    below_70 = [category for category in LimitCategory if category.startswith("A") and category != LimitCategory.A06]
    assert sum(len(BANDS.get(category, ("alone",))) for category in below_70) == 13


@pytest.mark.parametrize("table", PROMULGATED_TABLES, ids=lambda table: table.first_month)
def test_every_category_is_decided_alone_or_by_its_bands(table: object) -> None:
    decided = set(table.limits) | set(table.bands)  # type: ignore[attr-defined]
    assert decided == set(LimitCategory)
    assert not set(table.limits) & set(table.bands)  # type: ignore[attr-defined]


def test_every_threshold_is_the_base_at_thirty_percent() -> None:
    for table in PROMULGATED_TABLES:
        limits = [*table.limits.values(), *(limit for bands in table.bands.values() for limit in bands.values())]
        for limit in limits:
            assert limit.threshold_yen is None or limit.threshold_yen * 3 == limit.base_yen * 10


def test_every_amount_can_be_halved_without_a_fraction() -> None:
    for table in PROMULGATED_TABLES:
        limits = [*table.limits.values(), *(limit for bands in table.bands.values() for limit in bands.values())]
        for limit in limits:
            amounts = (limit.base_yen, limit.threshold_yen, limit.many_times_yen, limit.outpatient_yen)
            assert all(amount is None or amount % 2 == 0 for amount in amounts)


_months = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2019, 2030), st.integers(1, 12))
_costs = st.integers(0, 20_000_000)


@st.composite
def _treatments(draw: st.DrawFn) -> Treatment:
    category = draw(st.sampled_from(list(LimitCategory)))
    bands = [band.name for band in BANDS.get(category, ())]
    band = draw(st.sampled_from(bands)) if bands else None
    setting, turns_75 = draw(st.sampled_from(list(Setting))), draw(st.booleans())
    return Treatment(category, draw(_months), draw(_costs), setting, turns_75, band)


@given(_treatments(), _costs)
def test_the_limit_never_falls_when_the_cost_rises(treatment: Treatment, more: int) -> None:
    dearer = Treatment(
        treatment.category,
        treatment.month,
        treatment.total_cost_yen + more,
        treatment.setting,
        treatment.turns_75,
        treatment.band,
    )
    assert limit_amount(dearer).limit_yen >= limit_amount(treatment).limit_yen


@given(_treatments())
def test_no_amount_is_negative_and_the_percentage_adds_at_most_its_part(treatment: Treatment) -> None:
    amount = limit_amount(treatment)
    free = limit_amount(
        Treatment(treatment.category, treatment.month, 0, treatment.setting, treatment.turns_75, treatment.band)
    )
    assert 0 < free.limit_yen <= amount.limit_yen <= free.limit_yen + treatment.total_cost_yen // 100 + 1
    assert amount.many_times_limit_yen is None or 0 < amount.many_times_limit_yen <= amount.limit_yen
    assert amount.outpatient_limit_yen is None or amount.outpatient_limit_yen > 0


@given(_treatments())
def test_the_month_of_75_never_costs_more(treatment: Treatment) -> None:
    assume(not treatment.turns_75)
    halved = Treatment(
        treatment.category,
        treatment.month,
        treatment.total_cost_yen,
        treatment.setting,
        turns_75=True,
        band=treatment.band,
    )
    assert limit_amount(halved).limit_yen <= limit_amount(treatment).limit_yen


@given(st.sampled_from(list(LimitCategory)), st.integers(2025, 2030))
def test_a_long_stay_never_makes_a_meal_dearer(category: LimitCategory, year: int) -> None:
    month = f"{year}-05"
    assert meal_amount(category, month, is_long_stay=True).meal_yen <= meal_amount(category, month).meal_yen
