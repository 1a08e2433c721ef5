"""Whose 記号・番号・枝番 is wanted for the same day. Pure."""

from collections.abc import Iterable

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.coverage import Coverage
from shared.errors import Violation


def taken_by(coverage: Coverage, relatives: Iterable[RecordedCoverage]) -> list[Violation]:
    """Name those among ``relatives``, the coverages under the same number, that have these identifiers on its days."""
    if coverage.lost_on is not None and coverage.lost_on <= coverage.acquired_on:
        return []
    return [
        _taken_by(each.coverage.coverage_id)
        for each in relatives
        if each.coverage.branch == coverage.branch
        and each.coverage.coverage_id != coverage.coverage_id
        and each.ever_was
        and each.coverage.period.overlaps(coverage.period)
    ]


def _taken_by(coverage_id: str) -> Violation:
    return Violation(
        "/number",
        "taken",
        f"Coverage {coverage_id} has this 記号・番号・枝番 on one of these days.",
        f"資格ID {coverage_id} の記号・番号・枝番と期間が重複しています。",
    )
