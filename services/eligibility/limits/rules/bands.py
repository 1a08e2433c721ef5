"""The table promulgated for August 2027: ア to エ and the like split into twelve bands, thirteen with the exempt.

令和8年政令第240号, 健康保険法施行令42条 in the version of 1 August 2027; the same for 国民健康保険 and 高齢者医療.
It is promulgated and not in force, and what the outpatient cap from 70 on asks of ages is still to be designed:
every answer from it says ``planned``. It is held for its first benefit year (August to July): what a plan with open
parts says of later years is a guess. Bands are named by 標準報酬月額 in units of 10,000 yen; 国保 tells them by
旧ただし書き所得 below 70, from 70 on by 課税所得 as 後期高齢者医療 does (「高額療養費制度の見直しについて」5ページ).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from services.eligibility.limits.rules.tables import LIMIT_TABLES, LimitTable, MonthlyLimit
from shared.domain.codes import LimitCategory

_C = LimitCategory


@dataclass(frozen=True, slots=True)
class IncomeBand:
    """所得区分 within a category, as three kinds of insurer tell it."""

    name: str
    title: str
    title_ja: str


def _band(name: str, standard: str, standard_ja: str, income_ja: str, taxable_ja: str) -> IncomeBand:
    return IncomeBand(
        name,
        f"Standard monthly remuneration {standard} yen; from 70 on in 国保 and 後期高齢者医療 課税所得 {taxable_ja}.",
        f"標準報酬月額{standard_ja}（国保 旧ただし書き所得{income_ja}、70歳以上の国保・後期 課税所得{taxable_ja}）",
    )


UPPER = (
    _band("127-up", "of 1,270,000 and more", "127万円以上", "1,356万円超", "1,107万円以上"),
    _band("103-121", "1,030,000 to 1,210,000", "103万〜121万円", "1,110万〜1,356万円", "900万〜1,107万円"),
    _band("83-98", "830,000 to 980,000", "83万〜98万円", "901万〜1,110万円", "690万〜900万円"),
)
HIGHER = (
    _band("71-79", "710,000 to 790,000", "71万〜79万円", "809万〜901万円", "614万〜690万円"),
    _band("62-68", "620,000 to 680,000", "62万〜68万円", "679万〜809万円", "504万〜614万円"),
    _band("53-59", "530,000 to 590,000", "53万〜59万円", "600万〜679万円", "380万〜504万円"),
)
MIDDLE = (
    _band("44-50", "440,000 to 500,000", "44万〜50万円", "410万〜600万円", "280万〜380万円"),
    _band("36-41", "360,000 to 410,000", "36万〜41万円", "313万〜410万円", "203万〜280万円"),
    _band("28-34", "280,000 to 340,000", "28万〜34万円", "210万〜313万円", "145万〜203万円"),
)
LOWER = (
    _band("20-26", "200,000 to 260,000", "20万〜26万円", "127万〜210万円", "57万〜145万円"),
    _band("16-19", "160,000 to 190,000", "16万〜19万円", "86万〜127万円", "28万〜57万円"),
    _band("to-15", "of 150,000 and less", "15万円以下", "86万円以下", "28万円未満"),
)
BANDS: Mapping[LimitCategory, tuple[IncomeBand, ...]] = MappingProxyType(
    {
        **dict.fromkeys((_C.A01, _C.B01), UPPER),
        **dict.fromkeys((_C.A02, _C.B02), HIGHER),
        **dict.fromkeys((_C.A03, _C.B03), MIDDLE),
        **dict.fromkeys((_C.A04, _C.B04, _C.B09, _C.B10), LOWER),
    }
)
"""The bands that each category splits into; a category that is not here decides alone."""


def _upper() -> dict[str, MonthlyLimit]:
    return {
        "127-up": MonthlyLimit(342_000, 1_140_000, 1, 140_100, year_cap_yen=1_680_000),
        "103-121": MonthlyLimit(303_000, 1_010_000, 1, 140_100, year_cap_yen=1_680_000),
        "83-98": MonthlyLimit(270_300, 901_000, 1, 140_100, year_cap_yen=1_680_000),
    }


def _higher() -> dict[str, MonthlyLimit]:
    return {
        "71-79": MonthlyLimit(209_400, 698_000, 1, 93_000, year_cap_yen=1_110_000),
        "62-68": MonthlyLimit(194_400, 648_000, 1, 93_000, year_cap_yen=1_110_000),
        "53-59": MonthlyLimit(179_100, 597_000, 1, 93_000, year_cap_yen=1_110_000),
    }


def _middle() -> dict[str, MonthlyLimit]:
    return {
        "44-50": MonthlyLimit(110_400, 368_000, 1, 44_400, year_cap_yen=530_000),
        "36-41": MonthlyLimit(98_100, 327_000, 1, 44_400, year_cap_yen=530_000),
        "28-34": MonthlyLimit(85_800, 286_000, 1, 44_400, year_cap_yen=530_000),
    }


def _lower() -> dict[str, MonthlyLimit]:
    return {
        "20-26": MonthlyLimit(69_600, many_times_yen=44_400, year_cap_yen=530_000),
        "16-19": MonthlyLimit(65_400, many_times_yen=44_400, year_cap_yen=530_000),
        "to-15": MonthlyLimit(61_500, many_times_yen=34_500, year_cap_yen=410_000),
    }


def _lower_from_70() -> dict[str, MonthlyLimit]:
    outpatient = {"20-26": 28_000, "16-19": 28_000, "to-15": 22_000}
    return {
        band: replace(limit, outpatient_yen=outpatient[band], outpatient_year_yen=216_000)
        for band, limit in _lower().items()
    }


def _from_august_2027() -> LimitTable:
    exempt = MonthlyLimit(36_900, many_times_yen=24_600, year_cap_yen=290_000)
    low_two = MonthlyLimit(
        25_700, many_times_yen=24_600, outpatient_yen=13_000, outpatient_year_yen=96_000, year_cap_yen=290_000
    )
    low_one = MonthlyLimit(15_700, outpatient_yen=8_000, year_cap_yen=180_000)
    return LimitTable(
        "2027-08",
        "2028-07",
        limits=MappingProxyType(
            {
                **dict.fromkeys((_C.A05, _C.A06), exempt),
                _C.B05: low_two,
                **dict.fromkeys((_C.B06, _C.B07, _C.B08), low_one),
            }
        ),
        status="planned",
        bands=MappingProxyType(
            {
                **dict.fromkeys((_C.A01, _C.B01), _upper()),
                **dict.fromkeys((_C.A02, _C.B02), _higher()),
                **dict.fromkeys((_C.A03, _C.B03), _middle()),
                _C.A04: _lower(),
                **dict.fromkeys((_C.B04, _C.B09, _C.B10), _lower_from_70()),
            }
        ),
    )


PROMULGATED_TABLES = (*LIMIT_TABLES, _from_august_2027())
"""Those in force and the planned one, oldest first."""
