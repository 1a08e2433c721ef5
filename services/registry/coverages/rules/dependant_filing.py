"""What a dependant's coverage becomes under an insured person's number, and what stands against it. Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/dependant.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.registry.coverages.rules.dependants import Circumstances, Obstacle, obstacles
from services.registry.coverages.rules.families import covered_until, is_insured
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.domain.insurers import InsurerKind
from shared.errors import RequestInvalid, Violation


@dataclass(frozen=True, slots=True)
class DependantFacts:
    """What decides beside the coverage itself."""

    insured: RecordedCoverage
    family: Sequence[RecordedCoverage]
    """The others under the insured person's number."""
    birthdate: date = field(repr=False)
    """The dependant's."""
    held: Sequence[RecordedCoverage]
    """The dependant's other coverages."""


def dependant_coverage(
    draft: Coverage, facts: DependantFacts, circumstances_from: Callable[..., Circumstances] | None
) -> Coverage:
    """Return the coverage to file for a dependant: it ends with the insured person's.

    ``circumstances_from`` takes the birth date; without it nobody's income is judged. Raises RequestInvalid.
    """
    violations = _place_violations(facts.insured, draft) or _judge(draft, facts, circumstances_from)
    if violations:
        raise RequestInvalid(violations)
    return _ending_with_the_insured(draft, (facts.insured, *facts.family))


def _place_violations(insured: RecordedCoverage, draft: Coverage) -> list[Violation]:
    coverage = insured.coverage
    if not is_insured(coverage):
        return [
            Violation(
                "",
                "no-dependants-here",
                "Only insured persons of employees' insurance have dependants.",
                "被扶養者を登録できるのは被用者保険の被保険者本人の資格のみです。",
            )
        ]
    if not coverage.period.contains(draft.acquired_on):
        return [
            Violation(
                "/acquired_on",
                "insured-not-covered",
                "The insured person is not covered on that day.",
                "被保険者の資格がない日です。",
            )
        ]
    return []


def _judge(
    draft: Coverage, facts: DependantFacts, circumstances_from: Callable[..., Circumstances] | None
) -> list[Violation]:
    """Tell what stands against the person being a dependant: 後期高齢者医療 always, the rest where it is told."""
    has_elderly_cover = any(
        each.coverage.insurer.kind is InsurerKind.ELDERLY and each.coverage.period.contains(draft.acquired_on)
        for each in facts.held
    )
    judged = [Obstacle.ELDERLY_COVER] if has_elderly_cover else []
    if circumstances_from is not None:
        circumstances = circumstances_from(birthdate=facts.birthdate)
        judged = obstacles(circumstances, draft.acquired_on, has_elderly_cover=has_elderly_cover)
    return [_violation(obstacle) for obstacle in judged]


def _ending_with_the_insured(draft: Coverage, family: Sequence[RecordedCoverage]) -> Coverage:
    """Return the cover of who joins after the insured person's loss is known: it ends with theirs."""
    insured = [each for each in family if is_insured(each.coverage) and each.ever_was]
    end = covered_until(insured, draft.acquired_on)
    return draft if end is None else replace(draft, lost_on=end, loss_reason=LossReason.OTHER)


def _violation(obstacle: Obstacle) -> Violation:
    if obstacle is Obstacle.ELDERLY_COVER:
        return Violation(
            "/person_id",
            obstacle.value,
            "Has 後期高齢者医療 on that day (健康保険法3条7項ただし書).",
            "後期高齢者医療の被保険者は被扶養者となりません（健康保険法3条7項ただし書）。",
        )
    return Violation(
        "/circumstances",
        obstacle.value,
        "The notice on dependants is not met (健康保険法3条7項).",
        "被扶養者の認定基準を満たしません（健康保険法3条7項）。",
    )
