"""標準負担額: what an inpatient pays for a meal (食事療養), by category and month. Pure.

健康保険法85条2項, 平成8年厚生省告示第203号 as amended for June 2024 and April 2025. Outside every limit, whatever the
month costs. The tables end with May 2026: for June 2026 a rise of what a meal costs in all from 690 to 730 yen was put
forward (中央社会保険医療協議会総会, 2025-12-03), and how much of it patients bear could not be confirmed. Not here:
指定難病 (300 yen) and 生活療養 of people from 65 on in long-term beds.
"""

from dataclasses import dataclass

from shared.domain.codes import LimitCategory
from shared.errors import MonthWithoutTable

_EXEMPT = frozenset({LimitCategory.A05, LimitCategory.A06, LimitCategory.B05})
"""住民税非課税 (オ, 低所得Ⅱ); オ（境） pays as オ does."""
_LOWEST = frozenset({LimitCategory.B06, LimitCategory.B07, LimitCategory.B08})
"""低所得Ⅰ."""


@dataclass(frozen=True, slots=True)
class MealTable:
    """Yen a meal from ``first_month`` through ``last_month``, both included."""

    first_month: str
    last_month: str
    ordinary_yen: int
    exempt_yen: int
    long_stay_yen: int
    """長期入院該当: for the exempt, after 90 inpatient days within twelve months, once the insurer has certified it."""
    lowest_yen: int


MEAL_TABLES = (
    MealTable("2024-06", "2025-03", 490, 230, 180, 110),
    MealTable("2025-04", "2026-05", 510, 240, 190, 110),
)
"""Oldest first. A month outside all of them has no table, and none is guessed."""


@dataclass(frozen=True, slots=True)
class MealAmount:
    """What a meal costs the patient."""

    table: MealTable
    meal_yen: int


def meal_amount(category: LimitCategory, month: str, *, is_long_stay: bool = False) -> MealAmount:
    """Return yen for a meal in ``month`` (``YYYY-MM``); raises MonthWithoutTable."""
    table = next((table for table in MEAL_TABLES if table.first_month <= month <= table.last_month), None)
    if table is None:
        raise MonthWithoutTable
    if category in _LOWEST:
        return MealAmount(table, table.lowest_yen)
    if category in _EXEMPT:
        return MealAmount(table, table.long_stay_yen if is_long_stay else table.exempt_yen)
    return MealAmount(table, table.ordinary_yen)
