"""Amounts of 健康保険法施行令42条, to July 2026 and from August 2026 (令和8年政令第240号)."""

import pytest

from services.eligibility.limits.tables import MonthlyLimit, table_for
from shared.domain.codes import LimitCategory

CASES = [
    # base, threshold, percent, many times, outpatient, outpatient a year, year cap
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
    ("2026-08", "A04", (61500, None, None, 44400, None, None, 530000)),
    ("2026-08", "A05", (36900, None, None, 24600, None, None, 290000)),
    ("2026-08", "B02", (179100, 597000, 1, 93000, None, None, 1110000)),
    ("2027-07", "B10", (61500, None, None, 44400, 22000, 216000, 530000)),
    ("2027-07", "B05", (25700, None, None, 24600, 11000, 96000, 290000)),
    ("2027-07", "B06", (15700, None, None, None, 8000, None, 180000)),
]


@pytest.mark.parametrize(("month", "category", "amounts"), CASES)
def test_the_amounts_of_a_month(month: str, category: str, amounts: tuple[int | None, ...]) -> None:
    table = table_for(month)
    assert table is not None
    base, *rest = amounts
    assert base is not None
    assert table.limits[LimitCategory[category]] == MonthlyLimit(base, *rest)


@pytest.mark.parametrize("month", ["2026-07", "2026-08"])
def test_every_category_has_amounts(month: str) -> None:
    table = table_for(month)
    assert table is not None
    assert set(table.limits) == set(LimitCategory)


@pytest.mark.parametrize("month", ["2018-07", "2027-08", "1999-01"])
def test_a_month_without_a_table_is_not_guessed(month: str) -> None:
    assert table_for(month) is None
