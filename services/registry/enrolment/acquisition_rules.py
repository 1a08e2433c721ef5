"""What stands against registering a coverage, told by field; the rules themselves are in services/registry/rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.registry.insurer_kinds import InsurerKind
from services.registry.numbers import CheckDigits, member_number_violations
from services.registry.rules.continuation import Obstacle, continuation_ends, obstacles
from services.registry.rules.gaining import is_too_young
from services.registry.rules.schemes import EMPLOYEE_KINDS
from services.registry.store.coverages import RecordedCoverage
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.errors import Violation

_OBSTACLES = {
    Obstacle.NO_PRIOR_COVER: (
        "No employees' cover of this person is on record that was lost on the day of acquisition.",
        "取得日に喪失した被保険者資格が登録されていません。",
    ),
    Obstacle.PRIOR_COVER_TOO_SHORT: (
        "The cover before lasted less than two months (健康保険法3条4項).",
        "資格喪失日の前日まで継続して2月以上の被保険者期間がありません（健康保険法3条4項）。",
    ),
    Obstacle.APPLIED_TOO_LATE: (
        "The application came later than 20 days after the loss (健康保険法37条1項).",
        "資格喪失の日から20日以内の申出ではありません（健康保険法37条1項）。",
    ),
}


def acquisition_violations(
    coverage: Coverage, kind: InsurerKind, birthdate: date, check_digits: CheckDigits
) -> list[Violation]:
    """Tell what stands against a coverage by its own fields and its holder's age."""
    found = member_number_violations(kind, coverage.symbol, coverage.number, check_digits)
    if is_too_young(kind, birthdate, coverage.acquired_on):
        found.append(
            Violation(
                "/acquired_on",
                "too-young",
                "後期高齢者医療 begins at 75, with a certified disability at 65 (高齢者の医療の確保に関する法律50条).",
                "後期高齢者医療は75歳（障害認定は65歳）からです（高齢者の医療の確保に関する法律50条）。",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Continuation:
    """任意継続の申出."""

    applied_on: date

    def violations(self, coverage: Coverage, kind: InsurerKind, held: Sequence[RecordedCoverage]) -> list[Violation]:
        """Tell what stands against the continuation, ``held`` being the person's coverages on record."""
        pointer, found = "/voluntary_continuation", []
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
            and not each.is_voluntary
        ]
        for obstacle in obstacles(prior, coverage.acquired_on, self.applied_on):
            message, message_ja = _OBSTACLES[obstacle]
            where = pointer + "/applied_on" if obstacle is Obstacle.APPLIED_TOO_LATE else pointer
            found.append(Violation(where, obstacle.value, message, message_ja))
        if coverage.lost_on is not None and coverage.lost_on > continuation_ends(coverage.acquired_on):
            found.append(
                Violation(
                    "/lost_on",
                    "term-over",
                    "A continuation ends after two years (健康保険法38条1号).",
                    "任意継続は2年までです（健康保険法38条1号）。",
                )
            )
        return found
