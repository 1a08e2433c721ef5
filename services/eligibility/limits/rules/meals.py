"""標準負担額 of 食事療養: what an inpatient pays for a meal, by category and month. Pure.

健康保険法85条2項, 平成8年厚生省告示第203号 as it stood in each month. Outside every limit, whatever the month costs. It
ends with May 2026: in June 2026 what a meal costs in all rose by 40 yen (690 to 730; 令和8年度診療報酬改定), and no
public source that was found says how much of it patients bear. 生活療養 from 65 on in long-term beds: living.py.
"""

from dataclasses import dataclass

from shared.domain.codes import LimitCategory
from shared.errors import MonthWithoutTable

EXEMPT = frozenset({LimitCategory.A05, LimitCategory.A06, LimitCategory.B05})
"""住民税非課税 (オ, 低所得Ⅱ); オ（境） pays for 食事療養 as オ does."""
LOWEST = frozenset({LimitCategory.B06, LimitCategory.B07, LimitCategory.B08})
"""低所得Ⅰ."""
LAST_MONTH = "2026-05"


@dataclass(frozen=True, slots=True)
class MealTable:
    """Yen a meal from ``first_month`` through ``last_month``, both included."""

    first_month: str
    last_month: str
    ordinary_yen: int
    intractable_yen: int
    """指定難病 and 小児慢性特定疾病, of who is not exempt."""
    exempt_yen: int
    long_stay_yen: int
    """長期入院該当: for the exempt, after 90 inpatient days within twelve months, once the insurer has certified it."""
    lowest_yen: int


MEAL_TABLES = (
    MealTable("2016-04", "2018-03", 360, 260, 210, 160, 100),
    MealTable("2018-04", "2024-05", 460, 260, 210, 160, 100),
    MealTable("2024-06", "2025-03", 490, 280, 230, 180, 110),
    MealTable("2025-04", LAST_MONTH, 510, 300, 240, 190, 110),
)
"""Oldest first. A month outside all of them has no table, and none is guessed."""


@dataclass(frozen=True, slots=True)
class MealAmount:
    """What a meal costs the patient."""

    table: MealTable
    meal_yen: int


def meal_amount(
    category: LimitCategory, month: str, *, is_long_stay: bool = False, is_intractable: bool = False
) -> MealAmount:
    """Return yen for a meal in ``month`` (``YYYY-MM``); raises MonthWithoutTable."""
    table = next((table for table in MEAL_TABLES if table.first_month <= month <= table.last_month), None)
    if table is None:
        raise no_table(month)
    if category in LOWEST:
        return MealAmount(table, table.lowest_yen)
    if category in EXEMPT:
        return MealAmount(table, table.long_stay_yen if is_long_stay else table.exempt_yen)
    return MealAmount(table, table.intractable_yen if is_intractable else table.ordinary_yen)


def no_table(month: str) -> MonthWithoutTable:
    """Return the refusal of a month without a table: it says why there is none."""
    if month <= LAST_MONTH:
        return MonthWithoutTable()
    return MonthWithoutTable(
        detail="From June 2026 on meals and living cost more in all; no public source says what patients pay of it.",
        detail_ja="令和8年6月からの患者負担額（標準負担額）を確認できる公表資料がないため、お答えできません。",
    )
