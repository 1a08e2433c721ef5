"""The coverages of one family: those under the same insurer, 記号 and 番号."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.insured_turning_75 import InsuredPerson
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import coverage_of, select_known
from services.registry.table_forms import INFINITY
from services.registry.tables import coverage_versions, person_versions
from shared.domain.codes import Relationship
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


async def read_insured_persons(connection: AsyncConnection, family: FamilyIdentifiers) -> list[InsuredPerson]:
    """Return who is or was insured under this number, as recorded now."""
    covered = [
        each
        for each in await read_family(connection, family)
        if each.coverage.relationship is Relationship.SELF and each.ever_was
    ]
    rows = await connection.execute(
        select(person_versions.c.person_id, person_versions.c.birthdate).where(
            person_versions.c.person_id.in_([each.person_id for each in covered]),
            person_versions.c.superseded_at == INFINITY,
        )
    )
    born = {row.person_id: row.birthdate for row in rows}
    return [InsuredPerson(each.coverage, born[each.person_id]) for each in covered]


async def read_family_members(connection: AsyncConnection, families: Iterable[FamilyIdentifiers]) -> list[UUID]:
    """Return the persons who are covered through the insured persons under these numbers."""
    return [
        each.person_id
        for family in families
        for each in await read_family(connection, family)
        if each.coverage.relationship is Relationship.FAMILY and each.ever_was
    ]
