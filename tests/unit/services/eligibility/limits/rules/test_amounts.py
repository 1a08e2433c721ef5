"""自己負担限度額 and 標準負担額: worked cases with their sources, and the laws that hold for all of them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.eligibility.limits.rules.amounts import Setting, Treatment, limit_amount
from services.eligibility.limits.rules.bands import BANDS, PROMULGATED_TABLES
from services.eligibility.limits.rules.meals import meal_amount
from services.eligibility.limits.rules.tables import LimitTable
from shared.domain.codes import LimitCategory
from shared.errors import BandNeeded, MonthWithoutTable, RequestInvalid
from tests.unit.services.eligibility.limits.rules.cases_limits import LIMIT_CASES, MEAL_CASES, LimitCase, MealCase


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


@pytest.mark.parametrize("month", ["2018-07", "2008-04", "1999-12", "2028-08", "2050-08"])
def test_a_month_without_a_table_is_refused_and_not_guessed(month: str) -> None:
    with pytest.raises(MonthWithoutTable):
        limit_amount(Treatment(LimitCategory.A03, month, 1_000_000))


@pytest.mark.parametrize("category", list(LimitCategory))
@pytest.mark.parametrize("month", ["2016-03", "2026-06", "2026-11", "2039-05"])
def test_a_meal_of_a_month_whose_price_is_not_known_is_refused_and_not_guessed(
    category: LimitCategory, month: str
) -> None:
    with pytest.raises(MonthWithoutTable):
        meal_amount(category, month)


@pytest.mark.parametrize("category", ["B09", "B10"])
@pytest.mark.parametrize("month", ["2018-08", "2019-05", "2022-09"])
def test_a_category_that_did_not_exist_yet_is_refused_and_not_guessed(category: str, month: str) -> None:
    with pytest.raises(RequestInvalid) as refused:
        limit_amount(Treatment(LimitCategory[category], month, 50_000))
    (violation,) = refused.value.violations
    assert (violation.pointer, violation.code) == ("/query/category", "no-such-category-then")


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


def test_a_band_is_chosen_from_70_on_by_taxable_income() -> None:
    # 厚生労働省「高額療養費制度の見直しについて（令和8年8月診療分から）」5ページ: 国保・後期の課税所得.
    with pytest.raises(BandNeeded) as refused:
        limit_amount(Treatment(LimitCategory.B02, "2027-08", 1_000_000))
    said = {violation.code: violation.message_ja for violation in refused.value.violations}
    assert "課税所得614万〜690万円" in said["71-79"]
    assert "課税所得504万〜614万円" in said["62-68"]
    assert "課税所得380万〜504万円" in said["53-59"]


@pytest.mark.parametrize(("category", "band"), [("A03", "127-up"), ("A05", "28-34"), ("B06", "to-15"), ("A01", "x")])
@pytest.mark.parametrize("month", ["2026-11", "2027-08"])
def test_a_band_of_another_category_is_refused(category: str, band: str, month: str) -> None:
    with pytest.raises(RequestInvalid):
        limit_amount(Treatment(LimitCategory[category], month, 1_000_000, band=band))


def test_the_planned_table_says_so_and_the_others_are_in_force() -> None:
    assert [(table.first_month, table.last_month, table.status) for table in PROMULGATED_TABLES] == [
        ("2018-08", "2022-09", "in_force"),
        ("2022-10", "2025-09", "in_force"),
        ("2025-10", "2026-07", "in_force"),
        ("2026-08", "2027-07", "in_force"),
        ("2027-08", "2028-07", "planned"),
    ]


def test_the_planned_table_has_thirteen_bands_below_70() -> None:
    below_70 = [category for category in LimitCategory if category.startswith("A") and category != LimitCategory.A06]
    assert sum(len(BANDS.get(category, ("alone",))) for category in below_70) == 13


@pytest.mark.parametrize("table", PROMULGATED_TABLES, ids=lambda table: table.first_month)
def test_every_category_of_its_time_is_decided_alone_or_by_its_bands(table: LimitTable) -> None:
    later = {LimitCategory.B09, LimitCategory.B10} if table.first_month == "2018-08" else set()
    assert set(table.limits) | set(table.bands) == set(LimitCategory) - later
    assert not set(table.limits) & set(table.bands)


def test_every_threshold_is_the_base_at_thirty_percent() -> None:
    for table in PROMULGATED_TABLES:
        limits = [*table.limits.values(), *(limit for bands in table.bands.values() for limit in bands.values())]
        for limit in limits:
            assert limit.threshold_yen is None or limit.threshold_yen * 3 == limit.base_yen * 10


def test_every_amount_can_be_halved_without_a_fraction() -> None:
    for table in PROMULGATED_TABLES:
        limits = [*table.limits.values(), *(limit for bands in table.bands.values() for limit in bands.values())]
        for limit in limits:
            amounts = [limit.base_yen, limit.threshold_yen, limit.many_times_yen, limit.outpatient_yen]
            if (formula := limit.outpatient_formula) is not None:
                amounts += [formula.base_yen, formula.threshold_yen, formula.at_most_yen]
            assert all(amount is None or amount % 2 == 0 for amount in amounts)


_months = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2019, 2027), st.integers(1, 12))
_costs = st.integers(0, 20_000_000)


@st.composite
def _treatments(draw: st.DrawFn) -> Treatment:
    category, month = draw(st.sampled_from(list(LimitCategory))), draw(_months)
    assume(month >= "2022-10" or category not in (LimitCategory.B09, LimitCategory.B10))
    bands = [band.name for band in BANDS.get(category, ())]
    band = draw(st.sampled_from(bands)) if bands else None
    setting, turns_75 = draw(st.sampled_from(list(Setting))), draw(st.booleans())
    return Treatment(category, month, draw(_costs), setting, turns_75, band)


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
    # 1 % of what the cost exceeds; 10 % in the relief of 一般Ⅱ.
    percent = 10 if treatment.setting is Setting.OUTPATIENT and treatment.category is LimitCategory.B09 else 1
    most = free.limit_yen + treatment.total_cost_yen * percent // 100 + 1
    assert 0 < free.limit_yen <= amount.limit_yen <= most
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


@pytest.mark.parametrize("category", list(LimitCategory))
@pytest.mark.parametrize("month", ["2024-06", "2025-03", "2025-04", "2026-05"])
def test_a_long_stay_never_makes_a_meal_dearer(category: LimitCategory, month: str) -> None:
    assert meal_amount(category, month, is_long_stay=True).meal_yen <= meal_amount(category, month).meal_yen
