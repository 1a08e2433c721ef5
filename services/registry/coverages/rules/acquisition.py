"""資格取得: the first day covered, by scheme, and what stands against registering a coverage, by field. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.registry.coverages.rules.continuation import Obstacle, continuation_ends, continued_since, obstacles
from services.registry.person_records.rules.days import DISABILITY_AGE
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.ages import LATE_ELDERLY_AGE, birthday
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.insurers import EMPLOYEE_KINDS, InsurerKind
from shared.domain.number_rules import CheckDigits, member_number_violations
from shared.errors import Violation


def days_in_order(acquired_on: date, lost_on: date | None) -> bool:
    """Tell whether a loss does not lie before the acquisition; on the same day the coverage never was."""
    return lost_on is None or acquired_on <= lost_on


def employed_from(first_day_of_work: date) -> date:
    """Employees' cover begins on the first day of work, however late it is filed (健康保険法35条)."""
    return first_day_of_work


def national_from(moved_in_on: date | None, other_cover_lost_on: date | None) -> date:
    """国保 begins on the day of moving in or of losing other cover, the later where both happen (国民健康保険法7条).

    ``other_cover_lost_on`` is the first day without the other cover, so no day is without any. Raises ValueError when
    neither is given.
    """
    days = [day for day in (moved_in_on, other_cover_lost_on) if day is not None]
    if not days:
        raise ValueError("cover begins with something that happened")
    return max(days)


def elderly_from(birthdate: date, disability_certified_on: date | None = None) -> date:
    """後期高齢者医療 begins on the 75th birthday itself, from 65 on with the certification of a disability.

    高齢者の医療の確保に関する法律50条・52条; other cover is lost on the same day. Raises ValueError when the
    certification lies before the 65th birthday.
    """
    at_75 = birthday(birthdate, LATE_ELDERLY_AGE)
    if disability_certified_on is None or disability_certified_on >= at_75:
        return at_75
    if disability_certified_on < birthday(birthdate, DISABILITY_AGE):
        raise ValueError("a certification of disability counts from 65 on")
    return disability_certified_on


ELDERLY_SCHEME_SINCE: Final = date(2008, 4, 1)
"""高齢者の医療の確保に関する法律; until then 老人保健 paid for who stayed insured where they were."""
_AT_ANY_AGE: Final = frozenset({InsurerKind.ELDERLY, InsurerKind.PUBLIC_ASSISTANCE})


def is_too_old(kind: InsurerKind, birthdate: date, acquired_on: date) -> bool:
    """Tell whether nobody of this age can begin this cover: all but 後期高齢者医療 and medical assistance from 75 on.

    健康保険法3条1項7号・同条7項ただし書, 国民健康保険法6条8号. Crews and mutual aids go on counting such members, but
    pay no medical benefits to them, so there is no cover to register.
    """
    since = max(birthday(birthdate, LATE_ELDERLY_AGE), ELDERLY_SCHEME_SINCE)
    return kind not in _AT_ANY_AGE and acquired_on >= since


def is_too_young(kind: InsurerKind, birthdate: date, acquired_on: date) -> bool:
    """Tell whether nobody of this age can have this cover: 後期高齢者医療 before 65."""
    return kind is InsurerKind.ELDERLY and acquired_on < birthday(birthdate, DISABILITY_AGE)


_OBSTACLES = {
    Obstacle.NO_PRIOR_COVER: (
        "No employees' cover of this person is on record that was lost on the day of acquisition.",
        "取得日に喪失した被保険者資格が登録されていません。",
    ),
    Obstacle.PRIOR_COVER_TOO_SHORT: (
        "The cover before lasted less than two months (健康保険法3条4項).",
        "資格喪失日の前日まで継続して2月以上の被保険者期間がありません（健康保険法3条4項）。",
    ),
    Obstacle.APPLIED_TOO_EARLY: (
        "The application came before the loss; it is made within 20 days from it (健康保険法37条1項).",
        "資格喪失の日より前の申出です（健康保険法37条1項：喪失の日から20日以内）。",
    ),
    Obstacle.APPLIED_TOO_LATE: (
        "The application came after the 20 days, or the next business day (健康保険法37条1項).",
        "資格喪失の日から20日以内（末日が休日なら翌営業日）の申出ではありません（健康保険法37条1項）。",
    ),
    Obstacle.NOT_LATE: (
        "The application was in time, so none was accepted late.",
        "期限内の申出です。accepted_late は期限後の申出を受理した場合にのみ指定してください。",
    ),
}


_POINTERS = {
    Obstacle.APPLIED_TOO_EARLY: "/applied_on",
    Obstacle.APPLIED_TOO_LATE: "/applied_on",
    Obstacle.NOT_LATE: "/accepted_late",
}


def acquisition_violations(
    coverage: Coverage, kind: InsurerKind | None, birthdate: date | None, check_digits: CheckDigits
) -> list[Violation]:
    """Tell what stands against a coverage by its own fields and its holder's age.

    No kind or no birth date: the insurer or the person is not on record, and what asks for them is left out.
    """
    found = []
    if kind is not None:
        found += member_number_violations(kind, coverage.symbol, coverage.number, check_digits)
    if birthdate is not None:
        found += age_violations(coverage, kind, birthdate)
    return found


def age_violations(coverage: Coverage, kind: InsurerKind | None, birthdate: date) -> list[Violation]:
    """Tell whether nobody of this age can acquire this coverage."""
    if coverage.acquired_on < birthdate:
        return [
            Violation(
                "/acquired_on",
                "before-birth",
                "Lies before the person's birth.",
                "生年月日より前の日付です。",
            )
        ]
    if kind is not None and is_too_young(kind, birthdate, coverage.acquired_on):
        return [
            Violation(
                "/acquired_on",
                "too-young",
                "後期高齢者医療 begins at 75, with a certified disability at 65 (高齢者の医療の確保に関する法律50条).",
                "後期高齢者医療は75歳（障害認定は65歳）からです（高齢者の医療の確保に関する法律50条）。",
            )
        ]
    if kind is not None and is_too_old(kind, birthdate, coverage.acquired_on):
        return [
            Violation(
                "/acquired_on",
                "too-old",
                "From the 75th birthday on there is 後期高齢者医療 (健康保険法3条1項7号・国民健康保険法6条8号).",
                "75歳以上は後期高齢者医療の対象です（健康保険法3条1項7号・国民健康保険法6条8号）。",
            )
        ]
    return []


@dataclass(frozen=True, slots=True)
class Continuation:
    """任意継続の申出."""

    applied_on: date
    accepted_late: bool = False
    """The insurer accepted it after the 20 days (正当な理由, 健康保険法37条1項ただし書)."""

    def violations(self, coverage: Coverage, kind: InsurerKind, held: Sequence[RecordedCoverage]) -> list[Violation]:
        """Tell what stands against the continuation, ``held`` being the person's other coverages on record."""
        return continuation_violations(coverage, kind, held, self)


def continuation_violations(
    coverage: Coverage,
    kind: InsurerKind,
    held: Sequence[RecordedCoverage],
    application: Continuation | None,
    *,
    pointer: str = "/voluntary_continuation",
) -> list[Violation]:
    """Tell what stands against ``coverage`` as a continuation; without one, apart from the application."""
    found = []
    if kind not in EMPLOYEE_KINDS or coverage.relationship is Relationship.FAMILY:
        found.append(
            Violation(
                pointer,
                "not-here",
                "Only insured persons of employees' insurance can continue.",
                "被用者保険の被保険者本人のみ指定できます。",
            )
        )
    prior = [
        each.coverage.period
        for each in held
        if each.coverage.insurer.kind in EMPLOYEE_KINDS
        and each.coverage.relationship is Relationship.SELF
        and each.ever_was
        and not each.is_voluntary
    ]
    began_on = began_to_continue(coverage, held)
    applied_on, accepted_late = (application.applied_on, application.accepted_late) if application else (None, False)
    for obstacle in obstacles(prior, began_on, applied_on, accepted_late=accepted_late):
        message, message_ja = _OBSTACLES[obstacle]
        where = pointer + _POINTERS.get(obstacle, "")
        found.append(Violation(where, obstacle.value, message, message_ja))
    return found + term_violations(coverage, held)


def term_violations(coverage: Coverage, held: Sequence[RecordedCoverage]) -> list[Violation]:
    """Tell whether a continuation would last longer than its two years, ``held`` as ``began_to_continue`` has it."""
    if coverage.lost_on is None or coverage.lost_on <= continuation_ends(began_to_continue(coverage, held)):
        return []
    return [term_over("/lost_on")]


def began_to_continue(coverage: Coverage, held: Sequence[RecordedCoverage]) -> date:
    """Return when the continuation began that ``coverage`` is part of, ``held`` being the person's other coverages."""
    continued = [each.coverage.period for each in held if each.is_voluntary and each.ever_was]
    return continued_since(continued, coverage.acquired_on)


def term_over(pointer: str) -> Violation:
    """Return the violation of a day after the two years."""
    return Violation(
        pointer,
        "term-over",
        "A continuation ends after two years (健康保険法38条1号).",
        "任意継続は2年までです（健康保険法38条1号）。",
    )
