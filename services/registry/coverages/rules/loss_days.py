"""資格喪失の日: on which days what ends cover can have happened, and what stands against a day, by field. Pure.

An event carries its own day where the law ties it to one: the 75th birthday, 65 to 74, the end of two years. Else it
may be told ahead, as employers do, but not further than any term that the law fixes (two years) lies; a death never.
"""

from datetime import date
from enum import StrEnum
from typing import Final

from services.registry.coverages.rules.acquisition import elderly_from
from services.registry.coverages.rules.continuation import continuation_ends
from services.registry.coverages.rules.loss import LossEvent
from services.registry.person_records.rules.days import ONE_DAY, months_later
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.errors import Violation

MONTHS_AHEAD: Final = 36
"""How far ahead a loss may be registered: ours, no law says it."""


class Misfit(StrEnum):
    """Why it cannot have been on that day."""

    IN_FUTURE = "in-the-future"
    TOO_FAR_AHEAD = "too-far-ahead"
    NOT_75TH_BIRTHDAY = "not-the-75th-birthday"
    NOT_65_TO_74 = "not-65-to-74"
    NOT_END_OF_TERM = "not-the-end-of-the-term"
    TERM_OVER = "term-over"


def misfit_of_event(
    event: LossEvent, happened_on: date, *, birthdate: date, today: date, continued_since: date | None
) -> Misfit | None:
    """Return why ``event`` cannot have happened on that day, which is the event's own and not the first without cover.

    ``continued_since`` is when a 任意継続 began, of other cover None.
    """
    if event is LossEvent.REACHED_75 and happened_on != elderly_from(birthdate):
        return Misfit.NOT_75TH_BIRTHDAY
    if event is LossEvent.DISABILITY_CERTIFIED and not _counts_as_disabled(birthdate, happened_on):
        return Misfit.NOT_65_TO_74
    if (
        event is LossEvent.TERM_OVER
        and continued_since is not None
        and happened_on != continuation_ends(continued_since) - ONE_DAY
    ):
        return Misfit.NOT_END_OF_TERM
    if event is LossEvent.DIED and happened_on > today:
        return Misfit.IN_FUTURE
    return Misfit.TOO_FAR_AHEAD if happened_on > months_later(today, MONTHS_AHEAD) else None


def misfit_of_loss(
    lost_on: date, reason: LossReason | None, *, today: date, continued_since: date | None
) -> Misfit | None:
    """Return why cover cannot be lost on ``lost_on``, the first day without it, as known ``today``."""
    if continued_since is not None and lost_on > continuation_ends(continued_since):
        return Misfit.TERM_OVER
    if reason is LossReason.DEATH and lost_on > today + ONE_DAY:
        return Misfit.IN_FUTURE
    return Misfit.TOO_FAR_AHEAD if lost_on > months_later(today, MONTHS_AHEAD) + ONE_DAY else None


def _counts_as_disabled(birthdate: date, certified_on: date) -> bool:
    """Tell whether a certification opens 後期高齢者医療: from 65 until the 75th birthday, which opens it by itself."""
    try:
        return elderly_from(birthdate, certified_on) == certified_on != elderly_from(birthdate)
    except ValueError:
        return False


_WORDS: Final = {
    Misfit.IN_FUTURE: ("A death is not registered ahead.", "将来の日付の死亡は登録できません。"),
    Misfit.TOO_FAR_AHEAD: (
        "Lies more than three years ahead.",
        "3年を超える将来の日付は登録できません。",
    ),
    Misfit.NOT_75TH_BIRTHDAY: (
        "Is not the 75th birthday of the person on record (高齢者の医療の確保に関する法律50条1号).",
        "登録されている生年月日による75歳の誕生日ではありません（高齢者の医療の確保に関する法律50条1号）。",
    ),
    Misfit.NOT_65_TO_74: (
        "A disability is certified from 65 until the 75th birthday (高齢者の医療の確保に関する法律50条2号).",
        "障害認定は65歳以上75歳未満の方が対象です（高齢者の医療の確保に関する法律50条2号）。",
    ),
    Misfit.NOT_END_OF_TERM: (
        "Is not the last of the two years (健康保険法38条1号).",
        "任意継続の2年の満了日ではありません（健康保険法38条1号）。",
    ),
    Misfit.TERM_OVER: (
        "A continuation ends after two years (健康保険法38条1号).",
        "任意継続は2年までです（健康保険法38条1号）。",
    ),
}


def loss_violations(
    coverage: Coverage,
    lost_on: date,
    today: date,
    continued_since: date | None,
    pointer: str = "/lost_on",
) -> list[Violation]:
    """Tell what stands against ``coverage``, with the reason that it has, being lost on ``lost_on``."""
    if lost_on < coverage.acquired_on:
        return [
            Violation(
                pointer,
                "before-acquisition",
                "Lies before the day on which the coverage was acquired.",
                "資格取得年月日より前の日付です。",
            )
        ]
    if lost_on == coverage.acquired_on:
        # 取消: it never was, so nothing ended it.
        return []
    misfit = misfit_of_loss(lost_on, coverage.loss_reason, today=today, continued_since=continued_since)
    return [] if misfit is None else [_violation(pointer, misfit)]


def event_violations(
    event: LossEvent, happened_on: date, birthdate: date, today: date, continued_since: date | None
) -> list[Violation]:
    """Tell what stands against ``event`` on that day."""
    misfit = misfit_of_event(event, happened_on, birthdate=birthdate, today=today, continued_since=continued_since)
    return [] if misfit is None else [_violation("/event_on", misfit)]


def _violation(pointer: str, misfit: Misfit) -> Violation:
    message, message_ja = _WORDS[misfit]
    return Violation(pointer, misfit.value, message, message_ja)
