"""Worked cases of notices, with where each comes from. Literals only."""

from datetime import date
from typing import NamedTuple

from shared.domain.codes import CardKind, LossReason, Relationship
from shared.domain.coverage import PersonRecord
from tests import benefits, builders

GAIJI = "外字は●で返る（保団連調査 2025）"
LAG = "登録の遅れ: 無効・該当資格なしでも10割としない"
ENDS = "資格喪失予定・有効終了年月日"
NEWER = "OQSCD006 の3、重複資格（docs/decisions/0008）"
SPECIAL = "国民健康保険法54条の3"
TICKET = "OQSCD006 の6"
EXPECTED_75 = (
    "高齢者の医療の確保に関する法律50条・51条（75歳から、生活保護は適用除外）、事業主5日・保険者5日の届出の遅れ"
)
HALF = "全国健康保険協会「75歳到達月の高額療養費の自己負担限度額の特例」（1日生まれを除く、被扶養者も対象）"

D = date
NOV20 = D(2026, 11, 20)
_ISSUED = builders.coverage(coverage_id="newer", issued_on=D(2026, 11, 1))


class NoticeCase(NamedTuple):
    """Of this person the card (or the named coverage's number) carries these notices, in this order."""

    fact: str
    source: str
    person: PersonRecord
    codes: tuple[str, ...]
    asked: str | None = None
    on: date = NOV20


def _p(*coverages: object, **more: object) -> PersonRecord:
    return builders.person(*coverages, **more)  # type: ignore[arg-type]


def _lost(day: date, reason: LossReason = LossReason.OTHER) -> object:
    return builders.coverage(lost_on=day, loss_reason=reason)


_BORN_ON_20 = D(1951, 11, 20)

NOTICE_CASES = [
    NoticeCase("nothing to say", ENDS, _p(), ()),
    # ●
    NoticeCase("● in the name", GAIJI, _p(name="模擬　●子"), ("name-has-substitute-characters",)),
    NoticeCase("● in the kana", GAIJI, _p(name_kana="ﾓｷﾞ ●"), ("name-has-substitute-characters",)),
    NoticeCase("● in the other name", GAIJI, _p(name_other="●"), ("name-has-substitute-characters",)),
    NoticeCase(
        "● in the name of the insured",
        GAIJI,
        _p(builders.coverage(insured_name="●本　太郎")),
        ("name-has-substitute-characters",),
    ),
    NoticeCase("two ● names, said once", GAIJI, _p(name="●", name_kana="●"), ("name-has-substitute-characters",)),
    NoticeCase("a private-use character", GAIJI, _p(name="模擬　\ue000子"), ("name-has-substitute-characters",)),
    NoticeCase("outside CP932", GAIJI, _p(name="𠮷田　花子"), ("name-has-substitute-characters",)),
    NoticeCase("within CP932", GAIJI, _p(name="髙栁　德子"), ()),
    # Ends soon
    NoticeCase("lost in 31 days' time", ENDS, _p(_lost(D(2026, 12, 22))), ("coverage-ends-soon",)),
    NoticeCase("lost a day later", ENDS, _p(_lost(D(2026, 12, 23))), ()),
    NoticeCase("the last day today", ENDS, _p(_lost(D(2026, 11, 21))), ("coverage-ends-soon",)),
    NoticeCase(
        "the document ends this month", ENDS, _p(builders.coverage(valid_to=D(2026, 11, 30))), ("coverage-ends-soon",)
    ),
    NoticeCase("the document ends next summer", ENDS, _p(builders.coverage(valid_to=D(2027, 7, 31))), ()),
    NoticeCase("the document ended", ENDS, _p(builders.coverage(valid_to=D(2026, 7, 31))), ("document-period-ended",)),
    # Newer
    NoticeCase(
        "superseded",
        NEWER,
        _p(_lost(D(2026, 6, 1)), builders.coverage(coverage_id="new", acquired_on=D(2026, 6, 1))),
        ("newer-coverage-exists",),
        asked=builders.COVERAGE_ID,
    ),
    NoticeCase(
        "double cover, the older one asked about",
        NEWER,
        _p(builders.coverage(), _ISSUED),
        ("newer-coverage-exists",),
        asked=builders.COVERAGE_ID,
    ),
    NoticeCase("double cover, the newer one asked about", NEWER, _p(builders.coverage(), _ISSUED), (), asked="newer"),
    NoticeCase("double cover, by card", NEWER, _p(builders.coverage(), _ISSUED), ()),
    NoticeCase(
        "医療扶助 beside is no newer insurance",
        NEWER,
        _p(builders.coverage(), benefits.assistance(benefits.ticket())),
        (),
        asked=builders.COVERAGE_ID,
    ),
    # Lag
    NoticeCase("never insured", LAG, _p(builders.coverage(acquired_on=D(2026, 12, 1))), ("registration-lag-possible",)),
    NoticeCase("lost yesterday", LAG, _p(_lost(D(2026, 11, 19))), ("registration-lag-possible",)),
    NoticeCase("lost today", LAG, _p(_lost(NOV20)), ("registration-lag-possible",)),
    NoticeCase("lost 30 days ago", LAG, _p(_lost(D(2026, 10, 21))), ("registration-lag-possible",)),
    NoticeCase("lost 31 days ago", LAG, _p(_lost(D(2026, 10, 20))), ()),
    NoticeCase("lost by death", LAG, _p(_lost(D(2026, 11, 19), LossReason.DEATH)), ()),
    NoticeCase(
        "lost, seen from a day back then",
        LAG,
        _p(_lost(D(2026, 6, 1))),
        ("registration-lag-possible",),
        on=D(2026, 6, 20),
    ),
    # 特別療養費, 医療扶助
    NoticeCase(
        "pays in full first",
        SPECIAL,
        _p(benefits.municipal(card_kind=CardKind.SPECIAL_EXPENSE)),
        ("pays-in-full-first",),
    ),
    NoticeCase("短期 is insurance as any", SPECIAL, _p(benefits.municipal(card_kind=CardKind.SHORT_TERM)), ()),
    NoticeCase("no ticket", TICKET, _p(benefits.assistance()), ("ticket-not-registered",)),
    NoticeCase(
        "no ticket beside insurance", TICKET, _p(builders.coverage(), benefits.assistance()), ("ticket-not-registered",)
    ),
    NoticeCase("a ticket", TICKET, _p(benefits.assistance(benefits.ticket())), ()),
    # 75
    NoticeCase("75 this month, before", HALF, _p(birthdate=D(1951, 11, 21)), ("limit-halved-this-month",)),
    NoticeCase(
        "75 this month, after",
        HALF,
        _p(benefits.late_elderly(10, acquired_on=D(2026, 11, 2)), birthdate=D(1951, 11, 2)),
        ("limit-halved-this-month",),
    ),
    NoticeCase(
        "75 on the 1st", HALF, _p(benefits.late_elderly(10, acquired_on=D(2026, 11, 1)), birthdate=D(1951, 11, 1)), ()
    ),
    NoticeCase("75 last month", HALF, _p(benefits.late_elderly(10), birthdate=D(1951, 10, 20)), ()),
    NoticeCase("in the scheme before, by disability", HALF, _p(benefits.late_elderly(10), birthdate=_BORN_ON_20), ()),
    NoticeCase(
        "born on 29 February, March of 75",
        HALF,
        _p(benefits.late_elderly(10, acquired_on=D(2027, 3, 1)), birthdate=D(1952, 2, 29)),
        (),
        on=D(2027, 3, 5),
    ),
    NoticeCase("born on 29 February, February of 75", HALF, _p(birthdate=D(1952, 2, 29)), (), on=D(2027, 2, 20)),
    NoticeCase(
        "a dependant whose insured person turns 75",
        HALF,
        _p(builders.coverage(relationship=Relationship.FAMILY, insured_turns_75_in="2026-11")),
        ("limit-halved-this-month",),
    ),
    # 75 and over elsewhere
    NoticeCase(
        "76, still with the society", EXPECTED_75, _p(birthdate=D(1950, 3, 3)), ("late-elderly-cover-expected",)
    ),
    NoticeCase("the eve of 75", EXPECTED_75, _p(birthdate=D(1951, 11, 21)), ("limit-halved-this-month",)),
    NoticeCase(
        "75 today, still with the society",
        EXPECTED_75,
        _p(birthdate=_BORN_ON_20),
        ("late-elderly-cover-expected", "limit-halved-this-month"),
    ),
    NoticeCase("76, in the scheme", EXPECTED_75, _p(benefits.late_elderly(10), birthdate=D(1950, 3, 3)), ()),
    NoticeCase(
        "76, in the scheme, and the society's loss unregistered: its number is asked about",
        EXPECTED_75,
        _p(
            builders.coverage(),
            benefits.late_elderly(10, coverage_id="late", acquired_on=D(2025, 3, 3)),
            birthdate=D(1950, 3, 3),
        ),
        ("newer-coverage-exists",),
        asked=builders.COVERAGE_ID,
    ),
    NoticeCase(
        "76, on 生活保護 beside the society",
        EXPECTED_75,
        _p(builders.coverage(), benefits.assistance(benefits.ticket()), birthdate=D(1950, 3, 3)),
        (),
    ),
    NoticeCase(
        "76, on 生活保護 alone", EXPECTED_75, _p(benefits.assistance(benefits.ticket()), birthdate=D(1950, 3, 3)), ()
    ),
    # Several
    NoticeCase(
        "two at once",
        ENDS,
        _p(builders.coverage(valid_to=D(2026, 11, 30)), name="●"),
        ("name-has-substitute-characters", "coverage-ends-soon"),
    ),
]
