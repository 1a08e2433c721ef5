"""自己負担限度額 by category, as dated tables; the month of treatment chooses the table, never the date of the query.

健康保険法115条・同施行令42条 (国民健康保険法施行令29条の2以下 and 高齢者医療確保法施行令14条以下 alike); raised by
令和8年政令第240号 from August 2026. A06 and B07-B08 (境界層, 老福) bear the amounts of the band they are set to.
一般Ⅱ and 一般Ⅰ (B09, B10) came with the share of 20 % in 後期高齢者医療 in October 2022, for three years with a
relief (配慮措置) on outpatient care of 一般Ⅱ. The table promulgated for August 2027 has thirteen bands (bands.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from shared.domain.codes import LimitCategory


@dataclass(frozen=True, slots=True)
class OutpatientFormula:
    """外来（個人） by cost: ``base_yen`` plus ``rate_percent`` above ``threshold_yen``, never over ``at_most_yen``."""

    base_yen: int
    threshold_yen: int
    rate_percent: int
    at_most_yen: int


@dataclass(frozen=True, slots=True)
class MonthlyLimit:
    """One month's limit of one category, in yen.

    The limit is ``base_yen`` plus ``rate_percent`` of what the total cost exceeds ``threshold_yen``; from the fourth
    month within twelve it is ``many_times_yen``. None: the category has no such amount, or it alone does not decide.
    """

    base_yen: int
    threshold_yen: int | None = None
    rate_percent: int | None = None
    many_times_yen: int | None = None
    outpatient_yen: int | None = None
    outpatient_year_yen: int | None = None
    year_cap_yen: int | None = None
    """年間上限, from August 2026: paid back afterwards by the insurer, it never lowers a month's limit."""
    outpatient_formula: OutpatientFormula | None = None
    """Instead of ``outpatient_yen``, where the cost decides it."""
    year_cap_options_yen: tuple[int, ...] = ()
    """Instead of ``year_cap_yen``, where 標準報酬月額 decides and the category does not tell it."""


TableStatus = Literal["in_force", "planned"]
"""``planned``: promulgated, to be in force later, and in parts still to be designed."""


@dataclass(frozen=True, slots=True)
class LimitTable:
    """Limits from ``first_month`` through ``last_month`` (``YYYY-MM``, both included).

    ``limits`` holds the categories that decide alone, ``bands`` those that need the income band too; a category in
    neither did not exist in these months.
    """

    first_month: str
    last_month: str
    limits: Mapping[LimitCategory, MonthlyLimit]
    status: TableStatus = "in_force"
    bands: Mapping[LimitCategory, Mapping[str, MonthlyLimit]] = field(default_factory=lambda: MappingProxyType({}))


_C = LimitCategory
_GENERAL_CAPS = (530_000, 410_000)
"""エ and 一般: the lower one at a 標準報酬月額 of 150,000 yen and less."""


def _until_september_2022() -> dict[LimitCategory, MonthlyLimit]:
    upper = MonthlyLimit(252_600, 842_000, 1, 140_100)
    higher = MonthlyLimit(167_400, 558_000, 1, 93_000)
    middle = MonthlyLimit(80_100, 267_000, 1, 44_400)
    exempt = MonthlyLimit(35_400, many_times_yen=24_600)
    elderly = MonthlyLimit(57_600, many_times_yen=44_400, outpatient_yen=18_000, outpatient_year_yen=144_000)
    low_two = MonthlyLimit(24_600, outpatient_yen=8_000)
    low_one = MonthlyLimit(15_000, outpatient_yen=8_000)
    return {
        _C.A01: upper,
        _C.A02: higher,
        _C.A03: middle,
        _C.A04: MonthlyLimit(57_600, many_times_yen=44_400),
        **dict.fromkeys((_C.A05, _C.A06), exempt),
        _C.B01: upper,
        _C.B02: higher,
        _C.B03: middle,
        _C.B04: elderly,
        _C.B05: low_two,
        **dict.fromkeys((_C.B06, _C.B07, _C.B08), low_one),
    }


def _until_september_2025() -> dict[LimitCategory, MonthlyLimit]:
    """配慮措置: what 20 % instead of 10 % adds to a month of outpatient care is at most 3,000 yen.

    高齢者医療確保法施行令 附則（令和4年10月1日から3年間）.
    """
    before = _until_september_2022()
    relieved = replace(
        before[_C.B04], outpatient_yen=None, outpatient_formula=OutpatientFormula(6_000, 30_000, 10, 18_000)
    )
    return {**before, _C.B09: relieved, _C.B10: before[_C.B04]}


def _until_july_2026() -> dict[LimitCategory, MonthlyLimit]:
    before = _until_september_2022()
    return {**before, **dict.fromkeys((_C.B09, _C.B10), before[_C.B04])}


def _from_august_2026() -> dict[LimitCategory, MonthlyLimit]:
    upper = MonthlyLimit(270_300, 901_000, 1, 140_100, year_cap_yen=1_680_000)
    higher = MonthlyLimit(179_100, 597_000, 1, 93_000, year_cap_yen=1_110_000)
    middle = MonthlyLimit(85_800, 286_000, 1, 44_400, year_cap_yen=530_000)
    exempt = MonthlyLimit(36_900, many_times_yen=24_600, year_cap_yen=290_000)
    elderly = MonthlyLimit(
        61_500,
        many_times_yen=44_400,
        outpatient_yen=22_000,
        outpatient_year_yen=216_000,
        year_cap_options_yen=_GENERAL_CAPS,
    )
    low_two = MonthlyLimit(
        25_700, many_times_yen=24_600, outpatient_yen=11_000, outpatient_year_yen=96_000, year_cap_yen=290_000
    )
    low_one = MonthlyLimit(15_700, outpatient_yen=8_000, year_cap_yen=180_000)
    return {
        _C.A01: upper,
        _C.A02: higher,
        _C.A03: middle,
        _C.A04: MonthlyLimit(61_500, many_times_yen=44_400, year_cap_options_yen=_GENERAL_CAPS),
        **dict.fromkeys((_C.A05, _C.A06), exempt),
        _C.B01: upper,
        _C.B02: higher,
        _C.B03: middle,
        **dict.fromkeys((_C.B04, _C.B09, _C.B10), elderly),
        _C.B05: low_two,
        **dict.fromkeys((_C.B06, _C.B07, _C.B08), low_one),
    }


LIMIT_TABLES = (
    LimitTable("2018-08", "2022-09", MappingProxyType(_until_september_2022())),
    LimitTable("2022-10", "2025-09", MappingProxyType(_until_september_2025())),
    LimitTable("2025-10", "2026-07", MappingProxyType(_until_july_2026())),
    LimitTable("2026-08", "2027-07", MappingProxyType(_from_august_2026())),
)
"""In force, oldest first. A month outside all of them has no table, and none is guessed."""


def table_for(month: str, tables: Iterable[LimitTable] = LIMIT_TABLES) -> LimitTable | None:
    """Return the table of ``month`` (``YYYY-MM``) among ``tables``, or None."""
    for table in tables:
        if table.first_month <= month <= table.last_month:
            return table
    return None
