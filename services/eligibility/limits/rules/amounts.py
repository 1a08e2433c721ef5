"""自己負担限度額 of one person at one institution in one month, from its category. Pure.

健康保険法施行令42条: the month of treatment chooses the table, never the day of the question. Year caps (年間上限,
外来年間合算) are paid back afterwards and never lower a month's limit. Meals are outside (meals.py).
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from services.eligibility.limits.rules.bands import BANDS, PROMULGATED_TABLES, IncomeBand
from services.eligibility.limits.rules.tables import LimitTable, MonthlyLimit, OutpatientFormula, TableStatus, table_for
from shared.domain.codes import LimitCategory
from shared.errors import BandNeeded, MonthWithoutTable, RequestInvalid, Violation

_PERCENT = 100


class Setting(StrEnum):
    """入院・外来."""

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is asked: a month (``YYYY-MM``), what it cost in all (医療費の総額, 10割), and in which circumstances."""

    category: LimitCategory
    month: str
    total_cost_yen: int
    setting: Setting = Setting.INPATIENT
    turns_75: bool = False
    band: str | None = None


@dataclass(frozen=True, slots=True)
class LimitAmount:
    """What the patient pays at most in that month, in yen."""

    table: LimitTable
    limit_yen: int
    many_times_limit_yen: int | None
    outpatient_limit_yen: int | None
    halved: bool

    @property
    def status(self) -> TableStatus:
        """Whether the table is in force or planned."""
        return self.table.status


def limit_amount(treatment: Treatment) -> LimitAmount:
    """Return the limit; raises MonthWithoutTable, BandNeeded.

    Raises RequestInvalid too: a band of another category, or a category that did not exist in that month.
    """
    table = table_for(treatment.month, PROMULGATED_TABLES)
    if table is None:
        raise MonthWithoutTable
    limit = _of_category(table, treatment)
    if treatment.turns_75:
        limit = halve(limit)
    # From 70 on, outpatient care of one person has a cap of its own, which comes first; the many-times amount is of
    # the household's limit, and months that met the outpatient cap alone do not count towards it.
    outpatient_yen = _outpatient_cap(limit, treatment)
    capped_yen = outpatient_yen if treatment.setting is Setting.OUTPATIENT else None
    return LimitAmount(
        table=table,
        limit_yen=limit_of_cost(limit, treatment.total_cost_yen) if capped_yen is None else capped_yen,
        many_times_limit_yen=limit.many_times_yen if capped_yen is None else None,
        outpatient_limit_yen=outpatient_yen,
        halved=treatment.turns_75,
    )


def limit_of_cost(limit: MonthlyLimit, total_cost_yen: int) -> int:
    """Return base and percentage: never below the base, its fraction of a yen rounded half up (50銭以上切上げ)."""
    if limit.threshold_yen is None or limit.rate_percent is None:
        return limit.base_yen
    return limit.base_yen + _part(total_cost_yen - limit.threshold_yen, limit.rate_percent)


def halve(limit: MonthlyLimit) -> MonthlyLimit:
    """Return the limit of the month in which 75 is turned (75歳到達月), in each of the two schemes.

    Base, threshold and many-times amount halve, and the outpatient cap from 70 on (計算事例集 平成30年8月: 事例4, 6,
    32, 47). Of 配慮措置 the cap alone does: 6,000 yen and 10 % above 30,000 stay (計算事例集 令和5年4月: 事例5 to 7).
    Amounts of a year stay too. It has no floor: the 10,500 yen are half of the 21,000 from which copays below 70 are
    summed up.
    """
    return replace(
        limit,
        base_yen=limit.base_yen // 2,
        threshold_yen=_half(limit.threshold_yen),
        many_times_yen=_half(limit.many_times_yen),
        outpatient_yen=_half(limit.outpatient_yen),
        outpatient_formula=None if limit.outpatient_formula is None else _half_cap(limit.outpatient_formula),
    )


def _outpatient_cap(limit: MonthlyLimit, treatment: Treatment) -> int | None:
    formula = limit.outpatient_formula
    if formula is None:
        return limit.outpatient_yen
    if treatment.setting is not Setting.OUTPATIENT:
        return None  # It is that of another cost than the one asked about.
    above = _part(treatment.total_cost_yen - formula.threshold_yen, formula.rate_percent)
    return min(formula.base_yen + above, formula.at_most_yen)


def _part(yen: int, percent: int) -> int:
    return (max(0, yen) * percent + _PERCENT // 2) // _PERCENT


def _half_cap(formula: OutpatientFormula) -> OutpatientFormula:
    # What a share of 20 % adds to one of 10 % is at most 3,000 yen in this month too; only what it can come to halves.
    return replace(formula, at_most_yen=formula.at_most_yen // 2)


def _half(yen: int | None) -> int | None:
    # Every amount of every table is even.
    return None if yen is None else yen // 2


def _of_category(table: LimitTable, treatment: Treatment) -> MonthlyLimit:
    known = BANDS.get(treatment.category, ())
    if treatment.band is not None and treatment.band not in [band.name for band in known]:
        raise RequestInvalid([_unknown_band(known)])
    alone = table.limits.get(treatment.category)
    if alone is not None:
        return alone
    if treatment.category not in table.bands:
        raise RequestInvalid([_NOT_YET])
    if treatment.band is None:
        raise BandNeeded([_choice(band) for band in known])
    return table.bands[treatment.category][treatment.band]


_NOT_YET = Violation(
    "/query/category",
    "no-such-category-then",
    "This category did not exist in that month: B09 and B10 came in October 2022.",
    "この診療年月にはない適用区分です（一般Ⅱ・一般Ⅰは令和4年10月から）。",
)


def _choice(band: IncomeBand) -> Violation:
    return Violation("/query/band", band.name, band.title, band.title_ja)


def _unknown_band(known: tuple[IncomeBand, ...]) -> Violation:
    if not known:
        return Violation(
            "/query/band", "unknown-band", "This category has no bands.", "この適用区分に所得区分の指定は不要です。"
        )
    names = ", ".join(band.name for band in known)
    return Violation("/query/band", "unknown-band", f"One of {names}.", f"{names} のいずれかを指定してください。")
