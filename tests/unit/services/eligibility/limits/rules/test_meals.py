"""入院時食事療養費の標準負担額 as 厚生労働省 published it for June 2024 and for April 2025 (yen a meal)."""

import pytest

from services.eligibility.limits.rules.meals import meal_amount
from shared.domain.codes import LimitCategory
from shared.errors import MonthWithoutTable


@pytest.mark.parametrize(
    ("category", "month", "is_long_stay", "yen"),
    [
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


@pytest.mark.parametrize("month", ["2024-05", "2026-06"])
def test_no_price_is_guessed(month: str) -> None:
    with pytest.raises(MonthWithoutTable):
        meal_amount(LimitCategory.A03, month)
