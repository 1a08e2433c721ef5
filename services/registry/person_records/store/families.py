"""The coverages of one family: those under the same insurer, 記号 and 番号."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import coverage_of, select_known
from services.registry.tables import coverage_versions
from shared.domain.insured import FamilyIdentifiers


async def read_family(connection: AsyncConnection, family: FamilyIdentifiers) -> list[RecordedCoverage]:
    """Return all coverages under the same insurer, 記号 and 番号, as recorded now, without certificates."""
    columns = coverage_versions.c
    rows = await connection.execute(
        select_known(None)
        .where(
            columns.insurer_number == family.insurer_number,
            columns.symbol_folded == family.symbol,
            columns.number_folded == family.number,
        )
        .order_by(columns.coverage_id)
    )
    return [coverage_of(row) for row in rows]
