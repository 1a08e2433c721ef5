"""訂正: what a coverage becomes when what was registered of it was wrong, and what stands against that. Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/correction.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from services.registry.coverages.rules.acquisition import (
    acquisition_violations,
    age_violations,
    continuation_violations,
    days_in_order,
    term_violations,
)
from services.registry.coverages.rules.families import family_violations, is_insured
from services.registry.coverages.rules.loss_days import loss_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits
from shared.errors import Violation

PERSON: Final = "person_id"
"""The one name among changes that is no field of the coverage: whose it is."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A coverage as it is on record, and what it is to be."""

    before: RecordedCoverage
    after: Coverage
    person_id: UUID
    """Whose it is to be."""

    @classmethod
    def of(cls, before: RecordedCoverage, changes: Mapping[str, Any]) -> "Correction":
        """Return the correction that changes the named fields."""
        return cls(before, corrected(before.coverage, changes), changes.get(PERSON, before.person_id))

    @property
    def changes_nothing(self) -> bool:
        """Whether it is on record already."""
        return (self.person_id, self.after) == (self.before.person_id, self.before.coverage)

    @property
    def goes_to_another_number(self) -> bool:
        """Whether the family is another one."""
        return self.after.family != self.before.family


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """What decides beside the coverage itself."""

    birthdate: date = field(repr=False)
    """Of whose it is to be."""
    today: date
    family: Sequence[RecordedCoverage]
    """The others under the number that it has."""
    new_family: Sequence[RecordedCoverage] = ()
    """The others under the number that it gets; only where that is another one."""
    held: Sequence[RecordedCoverage] = ()
    """The other coverages of whose it is to be; only a 任意継続 asks for them."""


def corrected(coverage: Coverage, changes: Mapping[str, Any]) -> Coverage:
    """Return the coverage with the named fields changed; without its loss it has no reason of one."""
    facts = {name: value for name, value in changes.items() if name != PERSON}
    if "lost_on" in facts and facts["lost_on"] is None:
        facts.setdefault("loss_reason", None)
    return replace(coverage, **facts)


def correction_violations(correction: Correction, facts: CorrectionFacts, check_digits: CheckDigits) -> list[Violation]:
    """Tell what stands against a correction."""
    coverage, before = correction.after, correction.before
    kind = coverage.insurer.kind
    violations = _contradictions(coverage)
    violations += acquisition_violations(coverage, kind, None, check_digits)
    # What never was has neither days nor family to judge, so any mistake can be cancelled (取消).
    if coverage.lost_on is None or coverage.acquired_on < coverage.lost_on:
        if (correction.person_id, coverage.acquired_on) != (before.person_id, before.coverage.acquired_on):
            violations += age_violations(coverage, kind, facts.birthdate)
        violations += _family_violations(correction, facts)
        violations += _loss_violations(correction, facts)
    return violations


def _family_violations(correction: Correction, facts: CorrectionFacts) -> list[Violation]:
    before, coverage, person_id = correction.before.coverage, correction.after, correction.person_id
    if (correction.before.person_id, _in_family(before)) == (person_id, _in_family(coverage)):
        return []
    if is_insured(before) and not is_insured(coverage) and _has_dependants(correction, facts):
        return [
            Violation(
                "/relationship",
                "has-dependants",
                "Others are covered through this person; end their cover first.",
                "被扶養者がいるため変更できません。先に被扶養者の資格を喪失してください。",
            )
        ]
    relatives = list(facts.new_family if correction.goes_to_another_number else facts.family)
    if is_insured(coverage):
        # Dependants go where the insured person goes, and they are none of the other ones' there.
        relatives += [each for each in facts.family if each not in relatives]
    had_insured = any(is_insured(each.coverage) and each.ever_was for each in facts.family)
    return family_violations(coverage, person_id, relatives, needs_insured=had_insured)


def _loss_violations(correction: Correction, facts: CorrectionFacts) -> list[Violation]:
    """Judge the loss where it or what decides about it changes, of a continuation with what came before it."""
    before, coverage, person_id = correction.before, correction.after, correction.person_id
    days = (coverage.acquired_on, coverage.lost_on, coverage.loss_reason)
    if (person_id, *days) == (
        before.person_id,
        before.coverage.acquired_on,
        before.coverage.lost_on,
        before.coverage.loss_reason,
    ):
        return []
    found = []
    if coverage.lost_on is not None:
        found += loss_violations(coverage, coverage.lost_on, facts.today, None)
    if before.is_voluntary:
        others = [each for each in facts.held if each.coverage.coverage_id != coverage.coverage_id]
        if (person_id, coverage.acquired_on) != (before.person_id, before.coverage.acquired_on):
            kind = coverage.insurer.kind
            found += continuation_violations(coverage, kind, others, None, pointer="/acquired_on")
        else:
            found += term_violations(coverage, others)
    return found


def _has_dependants(correction: Correction, facts: CorrectionFacts) -> bool:
    return any(
        each.coverage.relationship is Relationship.FAMILY
        and each.ever_was
        and each.coverage.period.overlaps(correction.before.coverage.period)
        for each in facts.family
    )


def _in_family(coverage: Coverage) -> tuple[object, ...]:
    """Return what decides how a coverage stands to the others under its number."""
    return coverage.relationship, coverage.acquired_on, coverage.lost_on, coverage.family


def _contradictions(coverage: Coverage) -> list[Violation]:
    found = []
    if not days_in_order(coverage.acquired_on, coverage.lost_on):
        found.append(
            Violation(
                "/lost_on",
                "invalid",
                "Must not lie before acquired_on.",
                "資格取得年月日より前の日付は指定できません。",
            )
        )
    if coverage.loss_reason is not None and coverage.lost_on is None:
        found.append(Violation("/loss_reason", "invalid", "Needs lost_on.", "資格喪失年月日と併せて指定してください。"))
    if coverage.valid_from is not None and coverage.valid_to is not None and coverage.valid_to < coverage.valid_from:
        found.append(
            Violation(
                "/valid_to",
                "invalid",
                "Must not lie before valid_from.",
                "有効開始年月日より前の日付は指定できません。",
            )
        )
    return found
