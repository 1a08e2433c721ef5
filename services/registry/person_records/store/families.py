"""Coverages by what they share: a family's number, a claim's identifiers, a person's whole history."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.recorded_coverages import Family, RecordedCoverage
from services.registry.person_records.store.coverages import coverage_of, select_known
from services.registry.tables import coverage_versions


async def read_family(connection: AsyncConnection, family: Family) -> list[RecordedCoverage]:
    """Return all coverages under the same insurer, 記号 and 番号, as recorded now, without certificates."""
    number, symbol, member = family
    columns = coverage_versions.c
    rows = await connection.execute(
        select_known(None)
        .where(columns.insurer_number == number, columns.symbol_folded == symbol, columns.number_folded == member)
        .order_by(columns.coverage_id)
    )
    return [coverage_of(row) for row in rows]
