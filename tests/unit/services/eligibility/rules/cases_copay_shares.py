"""Worked cases of 一部負担金割合 and 未就学, with where each comes from. Literals only."""

from datetime import date
from typing import NamedTuple

from shared.domain.codes import CardKind
from shared.domain.coverage import Coverage
from tests import benefits, builders

HIA74 = "健康保険法74条・年齢計算ニ関スル法律"
HIA110 = "健康保険法110条2項1号ハ（6歳到達後最初の3月31日まで2割）"
FROM_70 = "健康保険法74条1項2号・3号（70歳到達月の翌月から）"
INCOME = "健康保険法施行令34条、国民健康保険法施行令27条の2（8月から翌年7月まで）"
LATE = "高齢者の医療の確保に関する法律67条、同施行令7条（令和4年10月から2割）"
ASSISTED = "生活保護法15条"
SPECIAL = "国民健康保険法54条の3（特別療養費）"


class ShareCase(NamedTuple):
    """On that day the person of that birthdate pays that share."""

    fact: str
    source: str
    birthdate: date
    on: date
    coverage: Coverage
    percent: int
    is_preschool: bool = False
    shows_certificate: bool = False


_PLAIN = builders.coverage()
_NHI = benefits.municipal()


def _with(*certificates: object, **more: object) -> Coverage:
    return builders.coverage(elderly_certificates=certificates, **more)


_TWO = _with(benefits.elderly_certificate(20))
_THREE = _with(benefits.elderly_certificate(30))
_TURN = _with(
    benefits.elderly_certificate(30, valid_from=date(2025, 8, 1), valid_to=date(2026, 7, 31)),
    benefits.elderly_certificate(20),
)
_LATE_TURN = benefits.late_elderly(
    elderly_certificates=(
        benefits.elderly_certificate(10, valid_from=date(2025, 8, 1), valid_to=date(2026, 7, 31)),
        benefits.elderly_certificate(20),
    )
)

SHARE_CASES = [
    # 未就学
    ShareCase("born today", HIA110, date(2026, 11, 20), date(2026, 11, 20), _PLAIN, 20, is_preschool=True),
    ShareCase("age 5", HIA110, date(2021, 6, 1), date(2026, 11, 20), _PLAIN, 20, is_preschool=True),
    ShareCase("6 but not yet April", HIA110, date(2020, 6, 1), date(2027, 3, 31), _PLAIN, 20, is_preschool=True),
    ShareCase("school begins on 1 April", HIA110, date(2020, 6, 1), date(2027, 4, 1), _PLAIN, 30),
    ShareCase("born on 1 April, last day", HIA110, date(2020, 4, 1), date(2026, 3, 31), _PLAIN, 20, is_preschool=True),
    ShareCase("born on 1 April, at school", HIA110, date(2020, 4, 1), date(2026, 4, 1), _PLAIN, 30),
    ShareCase(
        "born on 2 April, a year more", HIA110, date(2020, 4, 2), date(2027, 3, 31), _PLAIN, 20, is_preschool=True
    ),
    ShareCase("born on 2 April, at school", HIA110, date(2020, 4, 2), date(2027, 4, 1), _PLAIN, 30),
    ShareCase(
        "born on 31 March, last day", HIA110, date(2020, 3, 31), date(2026, 3, 31), _PLAIN, 20, is_preschool=True
    ),
    ShareCase("born on 31 March, at school", HIA110, date(2020, 3, 31), date(2026, 4, 1), _PLAIN, 30),
    ShareCase("born on 29 February", HIA110, date(2020, 2, 29), date(2026, 3, 31), _PLAIN, 20, is_preschool=True),
    ShareCase("born on 29 February, at school", HIA110, date(2020, 2, 29), date(2026, 4, 1), _PLAIN, 30),
    ShareCase("国保, small child", HIA110, date(2022, 1, 1), date(2026, 11, 20), _NHI, 20, is_preschool=True),
    # 6 to 69
    ShareCase("a pupil", HIA74, date(2015, 1, 1), date(2026, 11, 20), _PLAIN, 30),
    ShareCase("an adult", HIA74, date(1985, 4, 12), date(2026, 11, 20), _PLAIN, 30),
    ShareCase("69, the day before", HIA74, date(1956, 11, 21), date(2026, 11, 20), _PLAIN, 30),
    ShareCase("a certificate registered too early", FROM_70, date(1956, 11, 21), date(2026, 11, 20), _TWO, 30),
    ShareCase("a share registered below 70", HIA74, date(1985, 4, 12), date(2026, 11, 20), _with(share_percent=10), 30),
    # 70 to 74
    ShareCase("born on the 1st, that very day", FROM_70, date(1956, 11, 1), date(2026, 11, 1), _PLAIN, 20),
    ShareCase("born on the 1st, the day before", FROM_70, date(1956, 11, 1), date(2026, 10, 31), _PLAIN, 30),
    ShareCase("born on the 2nd, still in the month", FROM_70, date(1956, 11, 2), date(2026, 11, 30), _PLAIN, 30),
    ShareCase("born on the 2nd, the month after", FROM_70, date(1956, 11, 2), date(2026, 12, 1), _PLAIN, 20),
    ShareCase("born on 31 December", FROM_70, date(1956, 12, 31), date(2026, 12, 31), _PLAIN, 30),
    ShareCase("born on 31 December, in January", FROM_70, date(1956, 12, 31), date(2027, 1, 1), _PLAIN, 20),
    ShareCase("born on 29 February, 28 February", FROM_70, date(1956, 2, 29), date(2026, 2, 28), _PLAIN, 30),
    ShareCase("born on 29 February, 1 March", FROM_70, date(1956, 2, 29), date(2026, 3, 1), _PLAIN, 20),
    ShareCase(
        "70, certificate of 20 %", INCOME, date(1955, 1, 5), date(2026, 11, 20), _TWO, 20, shows_certificate=True
    ),
    ShareCase(
        "70, certificate of 30 %", INCOME, date(1955, 1, 5), date(2026, 11, 20), _THREE, 30, shows_certificate=True
    ),
    ShareCase(
        "the certificate's first day", INCOME, date(1955, 1, 5), date(2026, 8, 1), _TURN, 20, shows_certificate=True
    ),
    ShareCase(
        "the day before the turn", INCOME, date(1955, 1, 5), date(2026, 7, 31), _TURN, 30, shows_certificate=True
    ),
    ShareCase(
        "the certificate's last day", INCOME, date(1955, 1, 5), date(2027, 7, 31), _THREE, 30, shows_certificate=True
    ),
    ShareCase("the day after its last", INCOME, date(1955, 1, 5), date(2027, 8, 1), _THREE, 20),
    ShareCase(
        "the certificate outranks the share of the coverage",
        INCOME,
        date(1955, 1, 5),
        date(2026, 11, 20),
        _with(benefits.elderly_certificate(20), share_percent=30),
        20,
        shows_certificate=True,
    ),
    ShareCase("no certificate, share 30 %", INCOME, date(1955, 1, 5), date(2026, 11, 20), _with(share_percent=30), 30),
    ShareCase("no certificate, no share", FROM_70, date(1955, 1, 5), date(2026, 11, 20), _PLAIN, 20),
    ShareCase("74, the eve of 75", INCOME, date(1951, 11, 21), date(2026, 11, 20), _TWO, 20, shows_certificate=True),
    ShareCase("75, the old certificate is not shown", LATE, date(1951, 11, 20), date(2026, 11, 20), _TWO, 20),
    # 75 and over
    ShareCase("75 on the birthday", LATE, date(1951, 11, 20), date(2026, 11, 20), benefits.late_elderly(), 10),
    ShareCase("10 %", LATE, date(1940, 1, 1), date(2026, 11, 20), benefits.late_elderly(10), 10),
    ShareCase("20 %", LATE, date(1940, 1, 1), date(2026, 11, 20), benefits.late_elderly(20), 20),
    ShareCase("30 %", LATE, date(1940, 1, 1), date(2026, 11, 20), benefits.late_elderly(30), 30),
    ShareCase("the yearly turn, 31 July", LATE, date(1940, 1, 1), date(2026, 7, 31), _LATE_TURN, 10),
    ShareCase("the yearly turn, 1 August", LATE, date(1940, 1, 1), date(2026, 8, 1), _LATE_TURN, 20),
    ShareCase(
        "68 with a disability, share 10 %", LATE, date(1958, 1, 1), date(2026, 11, 20), benefits.late_elderly(), 10
    ),
    ShareCase(
        "68 with a disability, share 30 %", LATE, date(1958, 1, 1), date(2026, 11, 20), benefits.late_elderly(30), 30
    ),
    # 75 and over, and the change to 後期高齢者医療 not registered yet
    ShareCase("76, still with the society", FROM_70, date(1950, 3, 3), date(2026, 11, 20), _PLAIN, 20),
    ShareCase("76, still with the municipality", FROM_70, date(1950, 3, 3), date(2026, 11, 20), _NHI, 20),
    ShareCase(
        "76, still with the society, share 30 %",
        FROM_70,
        date(1950, 3, 3),
        date(2026, 11, 20),
        _with(share_percent=30),
        30,
    ),
    ShareCase(
        "75 today, the certificate of 30 % was not ended", FROM_70, date(1951, 11, 20), date(2026, 11, 20), _THREE, 30
    ),
    ShareCase("born on 29 February, 75 on 1 March", FROM_70, date(1952, 2, 29), date(2027, 3, 1), _PLAIN, 20),
    # Neither
    ShareCase("医療扶助 pays all", ASSISTED, date(1985, 4, 12), date(2026, 11, 20), benefits.assistance(), 0),
    ShareCase(
        "医療扶助, small child",
        ASSISTED,
        date(2024, 4, 12),
        date(2026, 11, 20),
        benefits.assistance(),
        0,
        is_preschool=True,
    ),
    ShareCase(
        "特別療養費 keeps the share of the age",
        SPECIAL,
        date(1985, 4, 12),
        date(2026, 11, 20),
        benefits.municipal(card_kind=CardKind.SPECIAL_EXPENSE),
        30,
    ),
    ShareCase(
        "短期 keeps the share of the age",
        HIA74,
        date(1985, 4, 12),
        date(2026, 11, 20),
        benefits.municipal(card_kind=CardKind.SHORT_TERM),
        30,
    ),
]
