"""入院時食事療養費の標準負担額 (yen a meal).

As 厚生労働省 published it for June 2024 and for April 2025. Before: ゴールドウイン健康保険組合 (平成28年4月,
平成30年4月) and パナソニック健康保険組合 (令和6年5月31日以前と6月1日以降).
"""

import pytest

from services.eligibility.limits.rules.meals import meal_amount
from shared.domain.codes import LimitCategory
from shared.errors import MonthWithoutTable


@pytest.mark.parametrize(
    ("category", "month", "is_long_stay", "yen"),
    [
        ("A03", "2016-04", False, 360),
        ("A03", "2018-03", False, 360),
        ("A05", "2016-04", False, 210),
        ("B06", "2018-03", False, 100),
        ("A03", "2018-04", False, 460),
        ("B04", "2024-05", False, 460),
        ("A05", "2021-11", False, 210),
        ("A05", "2021-11", True, 160),
        ("B05", "2024-05", True, 160),
        ("B06", "2024-05", False, 100),
        ("A03", "2024-06", False, 490),
        ("A03", "2025-03", False, 490),
        ("A03", "2025-04", False, 510),
        ("B04", "2026-05", False, 510),
        ("A05", "2024-06", False, 230),
        ("A05", "2025-04", False, 240),
        ("B05", "2025-04", False, 240),
        ("A05", "2024-06", True, 180),
        ("B05", "2025-04", True, 190),
        ("B06", "2024-06", False, 110),
        ("B06", "2025-04", False, 110),
    ],
)
def test_a_meal_costs_what_was_published(category: str, month: str, is_long_stay: bool, yen: int) -> None:
    assert meal_amount(LimitCategory[category], month, is_long_stay=is_long_stay).meal_yen == yen


@pytest.mark.parametrize("category", ["A01", "B04", "B06"])
def test_a_long_stay_lowers_the_price_of_the_exempt_alone(category: str) -> None:
    once = meal_amount(LimitCategory[category], "2025-04")
    assert meal_amount(LimitCategory[category], "2025-04", is_long_stay=True) == once


@pytest.mark.parametrize(("month", "yen"), [("2024-05", 260), ("2024-06", 280), ("2025-03", 280), ("2025-04", 300)])
def test_of_an_intractable_disease_who_is_not_exempt_pays_less(month: str, yen: int) -> None:
    # パナソニック健康保険組合（令和6年6月）, 墨田区（令和7年4月）: 指定難病・小児慢性特定疾病.
    assert meal_amount(LimitCategory.A03, month, is_intractable=True).meal_yen == yen
    exempt = meal_amount(LimitCategory.A05, month)
    assert meal_amount(LimitCategory.A05, month, is_intractable=True) == exempt


@pytest.mark.parametrize("month", ["2016-03", "2026-06"])
def test_no_price_is_guessed(month: str) -> None:
    with pytest.raises(MonthWithoutTable):
        meal_amount(LimitCategory.A03, month)


def test_the_refusal_says_why_there_is_no_price() -> None:
    with pytest.raises(MonthWithoutTable) as later:
        meal_amount(LimitCategory.A03, "2026-06")
    with pytest.raises(MonthWithoutTable) as earlier:
        meal_amount(LimitCategory.A03, "2016-03")
    assert "no public source" in later.value.detail
    assert "公表資料がない" in later.value.detail_ja
    assert earlier.value.detail == MonthWithoutTable.title
