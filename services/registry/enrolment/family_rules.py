"""What stands against a coverage beside the others under its number, told by field (健康保険法3条7項)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.registry.store.coverages import RecordedCoverage
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.insurers import WITH_DEPENDANTS, WITHOUT_FAMILY
from shared.errors import Violation


def is_insured(coverage: Coverage) -> bool:
    """Tell whether others can be covered through this coverage."""
    return coverage.relationship is Relationship.SELF and coverage.insurer.kind in WITH_DEPENDANTS


def family_violations(
    coverage: Coverage, person_id: UUID, relatives: Sequence[RecordedCoverage], *, needs_insured: bool = False
) -> list[Violation]:
    """Tell what stands against this coverage beside the others under its number, ``relatives``.

    Whose insured person is not on record at all is taken as filed, unless ``needs_insured``.
    """
    kind = coverage.insurer.kind
    is_family = coverage.relationship is Relationship.FAMILY
    if kind in WITHOUT_FAMILY and is_family:
        return [
            Violation(
                "/relationship",
                "no-dependants-here",
                "Everybody is insured themselves here; only employees' insurance has dependants.",
                "本人のみの制度です（被扶養者はありません）。",
            )
        ]
    if kind not in WITH_DEPENDANTS or (coverage.lost_on is not None and coverage.lost_on <= coverage.acquired_on):
        return []
    found = []
    if any(
        each.person_id == person_id
        and each.ever_was
        and each.coverage.relationship is not coverage.relationship
        and each.coverage.period.overlaps(coverage.period)
        for each in relatives
    ):
        found.append(
            Violation(
                "/person_id",
                "own-dependant",
                "Nobody is a dependant of themselves.",
                "被保険者本人を自らの被扶養者にはできません。",
            )
        )
    insured = [each for each in relatives if each.coverage.relationship is Relationship.SELF and each.ever_was]
    if is_family and (insured or needs_insured):
        found += _beyond_the_insured(coverage, insured)
    return found


def covered_until(insured: Sequence[RecordedCoverage], start: date) -> date | None:
    """Return the first day from ``start`` on that none of ``insured`` covers; None when there is no such day."""
    day = start
    while covering := [each.coverage.period for each in insured if each.coverage.period.contains(day)]:
        ends = [period.end for period in covering if period.end is not None]
        if len(ends) < len(covering):
            return None
        day = max(ends)
    return day


def _beyond_the_insured(coverage: Coverage, insured: Sequence[RecordedCoverage]) -> list[Violation]:
    end = covered_until(insured, coverage.acquired_on)
    if end is not None and end <= coverage.acquired_on:
        return [
            Violation(
                "/acquired_on",
                "insured-not-covered",
                "The insured person is not covered on that day.",
                "被保険者の資格がない日です。",
            )
        ]
    if end is not None and (coverage.lost_on is None or coverage.lost_on > end):
        return [
            Violation(
                "/lost_on",
                "beyond-the-insured",
                "The insured person's cover ends before (健康保険法3条7項).",
                "被保険者の資格喪失後は被扶養者となりません（健康保険法3条7項）。",
            )
        ]
    return []
