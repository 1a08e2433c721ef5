"""What stands against the day of a loss, told by field; the rules themselves are in services/registry/rules."""

from datetime import date
from typing import Final

from services.registry.rules.losing import LossEvent
from services.registry.rules.loss_days import Misfit, misfit_of_event, misfit_of_loss
from shared.domain.coverage import Coverage
from shared.errors import Violation

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
