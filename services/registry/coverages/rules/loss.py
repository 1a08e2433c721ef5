"""資格喪失: from what happened, and when, to the first day that is not covered. Pure.

``lost_on`` is always the first day without cover, so the last valid day is the one before. Mostly cover is lost the
day after; the same day where other cover begins that takes its place, so that no day has two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from services.registry.person_records.rules.days import ONE_DAY, first_of_next_month
from shared.domain.codes import Code, LossReason
from shared.domain.insurers import Scheme


class LossEvent(Code):
    """What ends cover. The interface knows four reasons of loss only: the codes name the one that is published."""

    LEFT_WORK = "left_work", "99", "退職・使用関係の終了"
    DIED = "died", "01", "死亡"
    JOINED_EMPLOYEE_COVER = "joined_employee_cover", "03", "被用者保険の資格取得"
    JOINED_SEAMENS_COVER = "joined_seamens_cover", "03", "船員保険の資格取得"
    JOINED_NHI_SOCIETY = "joined_nhi_society", "03", "国民健康保険組合への加入"
    JOINED_MUNICIPAL_NHI = "joined_municipal_nhi", "03", "市町村国民健康保険の資格取得"
    REACHED_75 = "reached_75", "03", "75歳到達（後期高齢者医療）"
    DISABILITY_CERTIFIED = "disability_certified", "03", "65歳以上の障害認定（後期高齢者医療）"
    DISABILITY_WITHDRAWN = "disability_withdrawn", "99", "障害認定の撤回"
    PUBLIC_ASSISTANCE = "public_assistance", "02", "生活保護受給開始"
    ASSISTANCE_ENDED = "assistance_ended", "99", "生活保護の廃止"
    MOVED_OUT = "moved_out", "99", "転出"
    MOVED_ELSEWHERE = "moved_elsewhere", "99", "転出（同日に他の区域へ転入）"
    LEFT_SOCIETY = "left_society", "99", "国民健康保険組合からの脱退"
    TERM_OVER = "term_over", "99", "任意継続の2年満了（満了日）"
    PREMIUM_UNPAID = "premium_unpaid", "99", "保険料の未納（納付期日）"
    REQUESTED = "requested", "99", "任意継続の資格喪失の申出（受理日）"
    NO_LONGER_DEPENDANT = "no_longer_dependant", "99", "被扶養者でなくなった"

    @property
    def reason(self) -> LossReason:
        """資格喪失事由 as the interface publishes it."""
        return next(reason for reason in LossReason if reason.code == self.code)


class Turn(Code):
    """Which day is the first without cover."""

    SAME_DAY = "same_day", "", "当日"
    DAY_AFTER = "day_after", "", "翌日"
    NEXT_MONTH = "next_month", "", "翌月1日"


@dataclass(frozen=True, slots=True)
class LossRule:
    """One row of the table."""

    turn: Turn
    article: str
    since: date | None = None
    """The first day on which the event can happen; None: always."""

    def first_day_without(self, happened_on: date) -> date:
        """Return the first day that is not covered."""
        if self.turn is Turn.SAME_DAY:
            return happened_on
        return happened_on + ONE_DAY if self.turn is Turn.DAY_AFTER else first_of_next_month(happened_on)


class NoLoss(Exception):
    """This event does not end this cover, or did not yet; e.g. public assistance leaves employees' cover alone."""


_REQUEST_SINCE: Final = date(2022, 1, 1)
_TO_ELDERLY = "高齢者の医療の確保に関する法律50条・52条（75歳の誕生日・認定の日から後期高齢者医療）"
_SAME, _AFTER, _MONTH = Turn.SAME_DAY, Turn.DAY_AFTER, Turn.NEXT_MONTH
_E = LossEvent

LOSS_RULES: Final[Mapping[Scheme, Mapping[LossEvent, LossRule]]] = MappingProxyType(
    {
        Scheme.EMPLOYEE: {
            _E.DIED: LossRule(_AFTER, "健康保険法36条1号"),
            _E.LEFT_WORK: LossRule(_AFTER, "健康保険法36条2号"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_SAME, "健康保険法36条柱書（その日に更に資格を取得したとき）"),
            _E.JOINED_SEAMENS_COVER: LossRule(_AFTER, "健康保険法36条3号・3条1項1号"),
            _E.REACHED_75: LossRule(_SAME, _TO_ELDERLY),
            _E.DISABILITY_CERTIFIED: LossRule(_SAME, _TO_ELDERLY),
        },
        Scheme.CONTINUATION: {
            _E.TERM_OVER: LossRule(_AFTER, "健康保険法38条1号"),
            _E.DIED: LossRule(_AFTER, "健康保険法38条2号"),
            _E.PREMIUM_UNPAID: LossRule(_AFTER, "健康保険法38条3号"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_SAME, "健康保険法38条4号"),
            _E.JOINED_SEAMENS_COVER: LossRule(_SAME, "健康保険法38条5号"),
            _E.REACHED_75: LossRule(_SAME, "健康保険法38条6号"),
            _E.DISABILITY_CERTIFIED: LossRule(_SAME, "健康保険法38条6号"),
            _E.REQUESTED: LossRule(_MONTH, "健康保険法38条7号（令和4年1月1日施行）", since=_REQUEST_SINCE),
        },
        # By reference to article 38, as the simulator reads it.
        Scheme.SPECIAL_RETIRED: {
            _E.DIED: LossRule(_AFTER, "健康保険法附則3条6項・38条2号"),
            _E.PREMIUM_UNPAID: LossRule(_AFTER, "健康保険法附則3条6項・38条3号"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_SAME, "健康保険法附則3条6項・38条4号"),
            _E.JOINED_SEAMENS_COVER: LossRule(_SAME, "健康保険法附則3条6項・38条5号"),
            _E.REACHED_75: LossRule(_SAME, "健康保険法附則3条6項・38条6号"),
            _E.DISABILITY_CERTIFIED: LossRule(_SAME, "健康保険法附則3条6項・38条6号"),
        },
        # The insured person's own loss takes dependants along on the same day (enrolment/families.py).
        Scheme.DEPENDANT: {
            _E.DIED: LossRule(_AFTER, "健康保険法3条7項"),
            _E.NO_LONGER_DEPENDANT: LossRule(_SAME, "健康保険法3条7項"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_SAME, "健康保険法3条7項"),
            _E.JOINED_SEAMENS_COVER: LossRule(_SAME, "健康保険法3条7項"),
            _E.REACHED_75: LossRule(_SAME, "健康保険法3条7項ただし書・" + _TO_ELDERLY),
            _E.DISABILITY_CERTIFIED: LossRule(_SAME, "健康保険法3条7項ただし書・" + _TO_ELDERLY),
        },
        Scheme.MUNICIPAL_NHI: {
            _E.MOVED_OUT: LossRule(_AFTER, "国民健康保険法8条1項"),
            _E.MOVED_ELSEWHERE: LossRule(_SAME, "国民健康保険法8条1項ただし書"),
            _E.DIED: LossRule(_AFTER, "国民健康保険法8条1項"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_AFTER, "国民健康保険法8条1項・6条1号から7号"),
            _E.JOINED_SEAMENS_COVER: LossRule(_AFTER, "国民健康保険法8条1項・6条2号"),
            _E.PUBLIC_ASSISTANCE: LossRule(_SAME, "国民健康保険法8条2項・6条9号"),
            _E.JOINED_NHI_SOCIETY: LossRule(_SAME, "国民健康保険法8条2項・6条10号"),
            _E.REACHED_75: LossRule(_AFTER, "国民健康保険法8条1項・6条8号"),
            _E.DISABILITY_CERTIFIED: LossRule(_AFTER, "国民健康保険法8条1項・6条8号"),
        },
        Scheme.NHI_SOCIETY: {
            _E.LEFT_SOCIETY: LossRule(_AFTER, "国民健康保険法21条1項"),
            _E.JOINED_MUNICIPAL_NHI: LossRule(_SAME, "国民健康保険法21条1項ただし書"),
            _E.JOINED_NHI_SOCIETY: LossRule(_SAME, "国民健康保険法21条1項ただし書（他の組合）"),
            _E.DIED: LossRule(_AFTER, "国民健康保険法21条1項"),
            _E.JOINED_EMPLOYEE_COVER: LossRule(_AFTER, "国民健康保険法21条1項"),
            _E.JOINED_SEAMENS_COVER: LossRule(_AFTER, "国民健康保険法21条1項"),
            _E.PUBLIC_ASSISTANCE: LossRule(_SAME, "国民健康保険法21条2項・6条9号"),
            _E.REACHED_75: LossRule(_AFTER, "国民健康保険法21条1項・6条8号"),
            _E.DISABILITY_CERTIFIED: LossRule(_AFTER, "国民健康保険法21条1項・6条8号"),
        },
        Scheme.ELDERLY: {
            _E.DIED: LossRule(_AFTER, "高齢者の医療の確保に関する法律53条1項"),
            _E.MOVED_OUT: LossRule(_AFTER, "高齢者の医療の確保に関する法律53条1項"),
            _E.MOVED_ELSEWHERE: LossRule(_SAME, "高齢者の医療の確保に関する法律53条1項ただし書"),
            _E.PUBLIC_ASSISTANCE: LossRule(_SAME, "高齢者の医療の確保に関する法律53条2項・51条1号"),
            _E.DISABILITY_WITHDRAWN: LossRule(_AFTER, "高齢者の医療の確保に関する法律53条1項"),
        },
        Scheme.SELF_DEFENCE: {
            _E.LEFT_WORK: LossRule(_AFTER, "防衛省の職員の給与等に関する法律22条"),
            _E.DIED: LossRule(_AFTER, "防衛省の職員の給与等に関する法律22条"),
        },
        Scheme.PUBLIC_ASSISTANCE: {
            _E.ASSISTANCE_ENDED: LossRule(_AFTER, "生活保護法26条"),
            _E.DIED: LossRule(_AFTER, "生活保護法26条"),
            _E.MOVED_OUT: LossRule(_AFTER, "生活保護法19条"),
        },
    }
)
"""What ends which cover, and on which day."""


def loss_day(scheme: Scheme, event: LossEvent, happened_on: date) -> date:
    """Return the first day without cover; raises NoLoss when the event does not end this scheme's cover."""
    rule = LOSS_RULES[scheme].get(event)
    if rule is None or (rule.since is not None and happened_on < rule.since):
        raise NoLoss
    return rule.first_day_without(happened_on)
