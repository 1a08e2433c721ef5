"""The coverages of families: those under the same insurer, 記号 and 番号."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.insured_turning_75 import InsuredPerson
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.taken_identifiers import taken_by
from services.registry.person_records.store.coverages import coverage_of, select_known
from services.registry.person_records.store.persons import read_births
from services.registry.table_forms import INFINITY, array_of
from services.registry.tables import coverage_versions
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from shared.domain.identifiers import InsuredNumber, InsuredSymbol, InsurerNumber
from shared.domain.insured import FamilyIdentifiers
from shared.errors import ConflictingPeriod

Families = dict[FamilyIdentifiers, list[RecordedCoverage]]


async def read_family(connection: AsyncConnection, family: FamilyIdentifiers) -> list[RecordedCoverage]:
    """Return all coverages under the same insurer, 記号 and 番号, as recorded now, without certificates."""
    return (await read_families(connection, [family]))[family]


async def read_families(connection: AsyncConnection, families: Collection[FamilyIdentifiers]) -> Families:
    """Return all coverages under each of these numbers, as ``read_family``."""
    found: Families = {family: [] for family in families}
    if not found:
        return found
    columns = coverage_versions.c
    named = func.unnest(
        array_of((family.insurer_number for family in found), Text),
        array_of((family.symbol for family in found), Text),
        array_of((family.number for family in found), Text),
    )
    wanted = named.table_valued("insurer_number", "symbol", "number").render_derived(name="wanted")
    rows = await connection.execute(
        select_known(None)
        .join(
            wanted,
            (columns.insurer_number == wanted.c.insurer_number)
            & (columns.symbol_folded == wanted.c.symbol)
            & (columns.number_folded == wanted.c.number),
        )
        .order_by(columns.coverage_id)
    )
    for row in rows:
        symbol, number = InsuredSymbol(row.symbol_folded), InsuredNumber(row.number_folded)
        found[FamilyIdentifiers(InsurerNumber(row.insurer_number), symbol, number)].append(coverage_of(row))
    return found


async def read_families_of(connection: AsyncConnection, coverage_ids: Collection[UUID]) -> set[FamilyIdentifiers]:
    """Return the numbers under which those of these coverages are that are on record."""
    columns = coverage_versions.c
    rows = await connection.execute(
        select(columns.insurer_number, columns.symbol_folded, columns.number_folded).where(
            columns.coverage_id == any_(array_of(coverage_ids, Uuid)), columns.superseded_at == INFINITY
        )
    )
    return {
        FamilyIdentifiers(InsurerNumber(insurer), InsuredSymbol(symbol), InsuredNumber(number))
        for insurer, symbol, number in rows
    }


async def refuse_taken(connection: AsyncConnection, coverage: Coverage) -> None:
    """Raise ConflictingPeriod, naming the coverages, where others have these identifiers on one of these days.

    It is asked before the exclusion constraint, which says only no. Other writers of the identifiers are locked out.
    """
    taken = taken_by(coverage, await read_family(connection, coverage.family))
    if taken:
        raise ConflictingPeriod(taken)


async def read_insured_persons(
    connection: AsyncConnection, families: Collection[FamilyIdentifiers]
) -> dict[FamilyIdentifiers, list[InsuredPerson]]:
    """Return who is or was insured under each of these numbers, as recorded now."""
    found = await read_families(connection, families)
    covered = {
        family: [each for each in under_it if each.coverage.relationship is Relationship.SELF and each.ever_was]
        for family, under_it in found.items()
    }
    person_ids = {each.person_id for under_it in covered.values() for each in under_it}
    if not person_ids:
        return {family: [] for family in covered}
    born = await read_births(connection, person_ids)
    return {
        family: [InsuredPerson(each.coverage, born[each.person_id]) for each in under_it]
        for family, under_it in covered.items()
    }


async def read_family_members(connection: AsyncConnection, families: Collection[FamilyIdentifiers]) -> list[UUID]:
    """Return the persons who are covered through the insured persons under these numbers."""
    return [
        each.person_id
        for under_it in (await read_families(connection, families)).values()
        for each in under_it
        if each.coverage.relationship is Relationship.FAMILY and each.ever_was
    ]
