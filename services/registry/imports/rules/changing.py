"""What a line changes of a coverage that is on record: its loss (資格喪失) or a correction (訂正). Pure.

By the rules of the single commands, in services/registry/coverages/rules: loss_decision, correction and families.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.registry.coverages.rules.acquisition import began_to_continue
from services.registry.coverages.rules.correction import PERSON, Correction, CorrectionFacts, correction_violations
from services.registry.coverages.rules.families import InsuredChange, dependants_after, is_insured
from services.registry.coverages.rules.filing import Filing, FilingFacts
from services.registry.coverages.rules.loss_decision import Loss, LossFacts, lost_coverage
from services.registry.imports.rules.lines import LineCoverage
from services.registry.person_records.rules.insured_turning_75 import has_insured_person, insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.taken_identifiers import taken_by
from shared.domain.coverage import Coverage
from shared.errors import ConflictingPeriod, RequestInvalid, ResourceNotFound, Violation


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of a coverage, and of the dependants' that follow it."""

    coverages: tuple[tuple[RecordedCoverage, RecordedCoverage], ...]
    """Each as it is and as it will be, still under the version before; the filed one first."""
    person_ids: tuple[UUID, ...]
    """Whose published record changes."""


def changes_by(filed: LineCoverage, filing: Filing, facts: FilingFacts) -> Changes | None:
    """Return what a filed coverage changes of the one on record; None where it is new, on record so, or another one.

    The same content with a loss ends it; ``corrects`` corrects the fields that the line names. Raises ResourceNotFound
    (nothing is there to be corrected), RequestInvalid, AlreadyExists (another loss is on record), ConflictingPeriod.
    """
    history = facts.histories.get(filing.coverage.coverage_id)
    is_here = history is not None and history[-1].coverage.insurer.number == filing.coverage.insurer.number
    if filed.corrects is not None:
        if history is None or not is_here:
            raise ResourceNotFound
        return _correction(filed, filing, history[-1], facts)
    if history is None or not is_here or not _is_loss_of(filing, history):
        return None
    return _loss(filing, history[-1], facts)


def _is_loss_of(filing: Filing, history: Sequence[RecordedCoverage]) -> bool:
    """Tell whether this is what is on record, with a loss that never was."""
    filed, recorded = filing.coverage, history[-1].coverage
    if filed.lost_on is None or filing.person_id != history[-1].person_id:
        return False
    lost = replace(recorded, lost_on=filed.lost_on, loss_reason=filed.loss_reason)
    coverage = replace(filed, insurer=recorded.insurer)
    return filing.is_of(coverage, replace(history[-1], coverage=lost)) and not any(
        filing.is_of(coverage, version) for version in history
    )


def _loss(filing: Filing, recorded: RecordedCoverage, facts: FilingFacts) -> Changes:
    filed = filing.coverage
    if filed.lost_on is None or filed.loss_reason is None:
        raise RequestInvalid([Violation("/loss_reason", "missing", "Field required.", "必須項目です。")])
    continued_since = None
    if recorded.is_voluntary:
        continued_since = began_to_continue(recorded.coverage, facts.held.get(recorded.person_id, ()))
    loss_facts = LossFacts(facts.births[recorded.person_id], facts.today, continued_since)
    lost = lost_coverage(recorded.coverage, Loss(filed.lost_on, filed.loss_reason), loss_facts, "/lost_on")
    return _with_dependants(recorded, lost, recorded.person_id, facts)


def _correction(filed: LineCoverage, filing: Filing, recorded: RecordedCoverage, facts: FilingFacts) -> Changes | None:
    correction = Correction.of(recorded, {**(filed.corrects or {}), PERSON: filing.person_id})
    if correction.changes_nothing:
        return None
    after = correction.after
    coverage_id = after.coverage_id
    correction_facts = CorrectionFacts(
        facts.births[filing.person_id],
        facts.today,
        _others(facts, recorded.coverage),
        _others(facts, after) if correction.goes_to_another_number else (),
        held=[each for each in facts.held.get(filing.person_id, ()) if each.coverage.coverage_id != coverage_id],
    )
    violations = correction_violations(correction, correction_facts, filing.check_digits)
    if violations:
        raise RequestInvalid(violations)
    return _with_dependants(recorded, after, filing.person_id, facts)


def _others(facts: FilingFacts, coverage: Coverage) -> list[RecordedCoverage]:
    """Return the others under the same number."""
    return [
        each for each in facts.families.get(coverage.family, ()) if each.coverage.coverage_id != coverage.coverage_id
    ]


def _with_dependants(recorded: RecordedCoverage, after: Coverage, person_id: UUID, facts: FilingFacts) -> Changes:
    """Return what becomes of a coverage, and of its dependants'; raises ConflictingPeriod."""
    relatives = _others(facts, recorded.coverage)
    changes = [(recorded, replace(recorded, coverage=after, person_id=person_id))]
    if is_insured(recorded.coverage):
        history = facts.histories[after.coverage_id]
        following = dependants_after(InsuredChange(recorded.coverage, after, history), relatives, facts.histories)
        changes += [(each, replace(each, coverage=then)) for each, then in following]
    _refuse_taken(changes, facts)
    followers = {each.person_id for each, _ in changes[1:]}
    if person_id != recorded.person_id and insures_family(after):
        # Of another insured person the 75th birthday is another one.
        followers |= {each.person_id for each in relatives if has_insured_person(each.coverage)}
    touched = dict.fromkeys((recorded.person_id, person_id, *sorted(followers)))
    return Changes(tuple(changes), tuple(touched))


def _refuse_taken(changes: Sequence[tuple[RecordedCoverage, RecordedCoverage]], facts: FilingFacts) -> None:
    """Raise ConflictingPeriod where another has these identifiers; each is asked with those before it changed."""
    now = {before.coverage.coverage_id: before for before, _ in changes}
    for _, after in changes:
        unchanged = [each for each in facts.families.get(after.family, ()) if each.coverage.coverage_id not in now]
        taken = taken_by(after.coverage, [*unchanged, *(each for each in now.values() if each.family == after.family)])
        if taken:
            raise ConflictingPeriod(taken)
        now[after.coverage.coverage_id] = after
