"""生活療養標準負担額: what a meal and a day cost from 65 on in a long-term bed, as published for each month."""

import pytest

from services.eligibility.limits.rules.living import Need, living_amount
from shared.domain.codes import LimitCategory
from shared.errors import MonthWithoutTable

UNION = "共済組合「入院したときの生活療養」（keikyo.jp、平成30年4月から）"
SAKAI = "堺市「療養病床に入院したときの食費・居住費」（令和6年6月1日から）"
SUMIDA = "墨田区「入院時の食費・居住費（療養病床）」（令和7年4月1日から）"
ORDINARY, HIGH, INTRACTABLE = Need.ORDINARY, Need.HIGH, Need.INTRACTABLE


@pytest.mark.parametrize(
    ("source", "month", "category", "need", "is_long_stay", "amounts"),
    [
        (UNION, "2018-04", "A03", ORDINARY, False, (460, 370)),
        (UNION, "2024-05", "A05", ORDINARY, False, (210, 370)),
        (UNION, "2024-05", "A05", ORDINARY, True, (210, 370)),
        (UNION, "2024-05", "B06", ORDINARY, False, (130, 370)),
        (UNION, "2024-05", "B04", HIGH, False, (460, 370)),
        (UNION, "2024-05", "B05", HIGH, False, (210, 370)),
        (UNION, "2024-05", "B05", HIGH, True, (160, 370)),
        (UNION, "2024-05", "B06", HIGH, False, (100, 370)),
        (UNION, "2024-05", "A03", INTRACTABLE, False, (260, 0)),
        (UNION, "2024-05", "A05", INTRACTABLE, False, (210, 0)),
        (UNION, "2024-05", "A05", INTRACTABLE, True, (160, 0)),
        (UNION, "2024-05", "B06", INTRACTABLE, False, (100, 0)),
        (UNION, "2024-05", "A06", ORDINARY, False, (100, 0)),
        (UNION, "2024-05", "B08", HIGH, False, (100, 0)),
        (SAKAI, "2024-06", "B04", ORDINARY, False, (490, 370)),
        (SAKAI, "2024-06", "B05", HIGH, False, (230, 370)),
        (SAKAI, "2024-06", "B05", HIGH, True, (180, 370)),
        (SAKAI, "2025-03", "B06", ORDINARY, False, (140, 370)),
        (SAKAI, "2025-03", "B06", HIGH, False, (110, 370)),
        (SAKAI, "2025-03", "B01", INTRACTABLE, False, (280, 0)),
        (SUMIDA, "2025-04", "B09", ORDINARY, False, (510, 370)),
        (SUMIDA, "2025-04", "B10", INTRACTABLE, False, (300, 0)),
        (SUMIDA, "2026-05", "B05", ORDINARY, False, (240, 370)),
        (SUMIDA, "2026-05", "B06", ORDINARY, False, (140, 370)),
        (SUMIDA, "2026-05", "B07", ORDINARY, False, (110, 0)),
    ],
)
def test_a_meal_and_a_day_cost_what_was_published(
    source: str, month: str, category: str, need: Need, is_long_stay: bool, amounts: tuple[int, int]
) -> None:
    amount = living_amount(LimitCategory[category], month, need, is_long_stay=is_long_stay)
    assert (amount.meal_yen, amount.day_yen) == amounts, source


@pytest.mark.parametrize(
    ("source", "month", "yen"), [(UNION, "2024-05", 420), (SAKAI, "2024-06", 450), (SUMIDA, "2025-04", 470)]
)
@pytest.mark.parametrize("need", [ORDINARY, HIGH])
def test_without_a_dietitian_a_meal_costs_less_for_who_has_no_reduction(
    source: str, month: str, yen: int, need: Need
) -> None:
    def meal(category: str, *, is_second: bool) -> int:
        return living_amount(LimitCategory[category], month, need, is_second=is_second).meal_yen

    assert meal("B04", is_second=True) == yen, source
    assert meal("B05", is_second=True) == meal("B05", is_second=False)


@pytest.mark.parametrize("month", ["2018-03", "2016-04", "2026-06", "2026-11"])
def test_a_month_without_a_table_is_refused_and_not_guessed(month: str) -> None:
    with pytest.raises(MonthWithoutTable):
        living_amount(LimitCategory.B04, month, ORDINARY)
