"""標準負担額 of 生活療養: meals and living of an inpatient from 65 on in a long-term bed (療養病床). Pure.

健康保険法85条の2第2項, 平成8年厚生省告示第203号 as it stood in each month. Outside every limit. It ends with May 2026,
as meals.py does. Below 70 a category オ does not tell the lowest income of the household, whose meal costs less.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.eligibility.limits.rules.meals import EXEMPT, LAST_MONTH, LOWEST, meal_amount, no_table
from shared.domain.codes import LimitCategory

DAY_YEN = 370
"""居住費 a day since April 2018; of 指定難病, 老齢福祉年金 and 境界層 none."""
_NO_LIVING = frozenset({LimitCategory.A06, LimitCategory.B07, LimitCategory.B08})
"""境界層 and 老福: they pay for the meal as the lowest do, and nothing for living."""


class Need(StrEnum):
    """医療の必要性."""

    ORDINARY = "ordinary"
    """医療区分Ⅰ."""
    HIGH = "high"
    """医療の必要性の高い者 (医療区分Ⅱ・Ⅲ, 平成18年厚生労働省告示第488号)."""
    INTRACTABLE = "intractable"
    """指定難病."""


@dataclass(frozen=True, slots=True)
class LivingTable:
    """What differs from a meal of 食事療養, in yen, from ``first_month`` through ``last_month``."""

    first_month: str
    last_month: str
    second_yen: int
    """入院時生活療養(Ⅱ): where no dietitian is."""
    lowest_yen: int
    """低所得Ⅰ whose need is ordinary."""


LIVING_TABLES = (
    LivingTable("2018-04", "2024-05", 420, 130),
    LivingTable("2024-06", "2025-03", 450, 140),
    LivingTable("2025-04", LAST_MONTH, 470, 140),
)
"""Oldest first. A month outside all of them has no table, and none is guessed."""


@dataclass(frozen=True, slots=True)
class LivingAmount:
    """What a meal and a day cost the patient."""

    table: LivingTable
    meal_yen: int
    day_yen: int


def living_amount(
    category: LimitCategory, month: str, need: Need, *, is_long_stay: bool = False, is_second: bool = False
) -> LivingAmount:
    """Return yen for a meal and for a day in ``month`` (``YYYY-MM``); raises MonthWithoutTable."""
    table = next((table for table in LIVING_TABLES if table.first_month <= month <= table.last_month), None)
    if table is None:
        raise no_table(month)
    free = need is Need.INTRACTABLE or category in _NO_LIVING
    return LivingAmount(
        table, _meal(table, category, month, need, is_long_stay, is_second), day_yen=0 if free else DAY_YEN
    )


def _meal(
    table: LivingTable, category: LimitCategory, month: str, need: Need, is_long_stay: bool, is_second: bool
) -> int:
    if category is LimitCategory.A06:
        return meal_amount(LimitCategory.B08, month).meal_yen
    if category is LimitCategory.B06 and need is Need.ORDINARY:
        return table.lowest_yen
    if category in EXEMPT:
        # After 90 days less is paid where the need is high, and of 指定難病.
        return meal_amount(category, month, is_long_stay=is_long_stay and need is not Need.ORDINARY).meal_yen
    if category in LOWEST or need is Need.INTRACTABLE:
        return meal_amount(category, month, is_intractable=True).meal_yen
    return table.second_yen if is_second else meal_amount(category, month).meal_yen
