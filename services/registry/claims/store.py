"""What a claim is routed by: who ever had its identifiers, and a person's whole history."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.claims.rules.timeline import Timeline, Version
from services.registry.person_records.store.coverages import coverage_of, select_versions
from services.registry.table_forms import INFINITY
from services.registry.tables import coverage_versions
from shared.domain.insured import FamilyIdentifiers


async def find_holders(
    connection: AsyncConnection, family: FamilyIdentifiers, branch: str | None
) -> set[tuple[UUID, UUID]]:
    """Return person and coverage of every version that ever had these identifiers; no branch fits any."""
    columns = coverage_versions.c
    asked = [
        columns.insurer_number == family.insurer_number,
        columns.symbol_folded == family.symbol,
        columns.number_folded == family.number,
    ]
    if branch is not None:
        asked.append(columns.branch == branch)
    rows = await connection.execute(select(columns.person_id, columns.coverage_id).where(*asked).distinct())
    return {(row.person_id, row.coverage_id) for row in rows}


async def read_timeline(connection: AsyncConnection, person_id: UUID) -> Timeline:
    """Return every version of every coverage of a person, without certificates, under the insurers' present names."""
    superseded = coverage_versions.c.superseded_at
    rows = await connection.execute(
        select_versions(None)
        .add_columns((superseded == INFINITY).label("is_open"))
        .where(coverage_versions.c.person_id == person_id)
    )
    return Timeline(
        tuple(
            Version(coverage_of(row).coverage, row.recorded_at, None if row.is_open else row.superseded_at)
            for row in rows
        )
    )
