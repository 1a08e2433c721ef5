"""Amounts of 健康保険法施行令42条, to July 2026 and from August 2026 (令和8年政令第240号)."""

import pytest

from services.eligibility.limits.rules.tables import MonthlyLimit, OutpatientFormula, table_for
from shared.domain.codes import LimitCategory

CASES = [
    # base, threshold, percent, many times, outpatient, outpatient a year, year cap
    ("2018-08", "B04", (57600, None, None, 44400, 18000, 144000, None)),
    ("2022-10", "B04", (57600, None, None, 44400, 18000, 144000, None)),
    ("2025-09", "B10", (57600, None, None, 44400, 18000, 144000, None)),
    ("2025-10", "B09", (57600, None, None, 44400, 18000, 144000, None)),
    ("2026-07", "A01", (252600, 842000, 1, 140100, None, None, None)),
    ("2026-07", "A02", (167400, 558000, 1, 93000, None, None, None)),
    ("2026-07", "A03", (80100, 267000, 1, 44400, None, None, None)),
    ("2026-07", "A04", (57600, None, None, 44400, None, None, None)),
    ("2026-07", "A05", (35400, None, None, 24600, None, None, None)),
    ("2026-07", "B01", (252600, 842000, 1, 140100, None, None, None)),
    ("2026-07", "B04", (57600, None, None, 44400, 18000, 144000, None)),
    ("2026-07", "B05", (24600, None, None, None, 8000, None, None)),
    ("2026-07", "B06", (15000, None, None, None, 8000, None, None)),
    ("2026-07", "B09", (57600, None, None, 44400, 18000, 144000, None)),
    ("2026-08", "A01", (270300, 901000, 1, 140100, None, None, 1680000)),
    ("2026-08", "A02", (179100, 597000, 1, 93000, None, None, 1110000)),
    ("2026-08", "A03", (85800, 286000, 1, 44400, None, None, 530000)),
    ("2026-08", "A05", (36900, None, None, 24600, None, None, 290000)),
    ("2026-08", "B02", (179100, 597000, 1, 93000, None, None, 1110000)),
    ("2027-07", "B05", (25700, None, None, 24600, 11000, 96000, 290000)),
    ("2027-07", "B06", (15700, None, None, None, 8000, None, 180000)),
]


@pytest.mark.parametrize(("month", "category", "amounts"), CASES)
def test_the_amounts_of_a_month(month: str, category: str, amounts: tuple[int | None, ...]) -> None:
    table = table_for(month)
    assert table is not None
    limit = table.limits[LimitCategory[category]]
    assert amounts == (
        limit.base_yen,
        limit.threshold_yen,
        limit.rate_percent,
        limit.many_times_yen,
        limit.outpatient_yen,
        limit.outpatient_year_yen,
        limit.year_cap_yen,
    )
    assert (limit.outpatient_formula, limit.year_cap_options_yen) == (None, ())


@pytest.mark.parametrize(
    ("category", "outpatient", "outpatient_year"),
    [("A04", None, None), ("B04", 22000, 216000), ("B09", 22000, 216000), ("B10", 22000, 216000)],
)
def test_of_general_income_the_category_does_not_tell_the_year_cap(
    category: str, outpatient: int | None, outpatient_year: int | None
) -> None:
    # 年間上限: 530,000 yen, 410,000 at a 標準報酬月額 of 150,000 yen and less (令和8年政令第240号).
    table = table_for("2026-11")
    assert table is not None
    assert table.limits[LimitCategory[category]] == MonthlyLimit(
        61500,
        many_times_yen=44400,
        outpatient_yen=outpatient,
        outpatient_year_yen=outpatient_year,
        year_cap_yen=None,
        year_cap_options_yen=(530000, 410000),
    )


@pytest.mark.parametrize("month", ["2022-10", "2025-09"])
def test_the_relief_of_the_second_general_category_follows_from_the_cost(month: str) -> None:
    table = table_for(month)
    assert table is not None
    assert table.limits[LimitCategory.B09] == MonthlyLimit(
        57600,
        many_times_yen=44400,
        outpatient_year_yen=144000,
        outpatient_formula=OutpatientFormula(6000, threshold_yen=30000, rate_percent=10, at_most_yen=18000),
    )


@pytest.mark.parametrize("month", ["2022-10", "2025-09", "2025-10", "2026-07", "2026-08"])
def test_every_category_has_amounts(month: str) -> None:
    table = table_for(month)
    assert table is not None
    assert set(table.limits) == set(LimitCategory)


@pytest.mark.parametrize("month", ["2018-08", "2019-05", "2022-09"])
def test_before_october_2022_there_were_no_b09_and_b10(month: str) -> None:
    table = table_for(month)
    assert table is not None
    assert {category.value for category in set(LimitCategory) - set(table.limits)} == {"B09", "B10"}


@pytest.mark.parametrize("month", ["2018-07", "2027-08", "1999-01"])
def test_a_month_without_a_table_is_not_guessed(month: str) -> None:
    assert table_for(month) is None
