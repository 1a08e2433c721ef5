"""Whose 記号・番号・枝番 is wanted for the same day: asked before the exclusion constraint, which says only no."""

from uuid import UUID

from sqlalchemy import or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import known
from services.registry.tables import coverage_versions
from shared.domain.coverage import Coverage
from shared.errors import ConflictingPeriod, Violation


async def refuse_taken(connection: AsyncConnection, coverage: Coverage) -> None:
    """Raise ConflictingPeriod, naming the coverages, where others have these identifiers on one of these days.

    Other writers of the identifiers must be locked out.
    """
    if coverage.lost_on is not None and coverage.lost_on <= coverage.acquired_on:
        return
    family, columns = coverage.family, coverage_versions.c
    begins_before_it_ends = true() if coverage.lost_on is None else columns.acquired_on < coverage.lost_on
    found = await connection.execute(
        select(columns.coverage_id)
        .where(
            known(coverage_versions, None),
            columns.insurer_number == family.insurer_number,
            columns.symbol_folded == family.symbol,
            columns.number_folded == family.number,
            columns.branch.is_not_distinct_from(coverage.branch),
            columns.coverage_id != UUID(coverage.coverage_id),
            or_(columns.lost_on.is_(None), columns.lost_on > columns.acquired_on),
            or_(columns.lost_on.is_(None), columns.lost_on > coverage.acquired_on),
            begins_before_it_ends,
        )
        .order_by(columns.coverage_id)
    )
    taken = found.scalars().all()
    if taken:
        raise ConflictingPeriod([_taken_by(coverage_id) for coverage_id in taken])


def _taken_by(coverage_id: UUID) -> Violation:
    return Violation(
        "/number",
        "taken",
        f"Coverage {coverage_id} has this 記号・番号・枝番 on one of these days.",
        f"資格ID {coverage_id} の記号・番号・枝番と期間が重複しています。",
    )
