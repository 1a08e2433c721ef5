"""被扶養者 have their days from the insured person: none beyond theirs, all back with theirs (健康保険法3条7項).

What was said of a dependant themselves is told from what only followed by the insured person's history: both have a
version of the same instant where one change made both.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.rules.families import Change, InsuredChange, dependants_after, is_insured
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverage_history
from services.registry.person_records.store.families import read_family
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage


async def read_dependants_after(
    connection: AsyncConnection, recorded: RecordedCoverage, after: Coverage, relatives: Sequence[RecordedCoverage]
) -> list[Change]:
    """Return what becomes of dependants, among ``relatives``, when ``recorded`` becomes ``after``."""
    if not is_insured(recorded.coverage):
        return []
    dependants = [each for each in relatives if each.coverage.relationship is Relationship.FAMILY]
    if not dependants:
        return []
    history = await read_coverage_history(connection, UUID(recorded.coverage.coverage_id))
    histories = {
        each.coverage.coverage_id: await read_coverage_history(connection, UUID(each.coverage.coverage_id))
        for each in dependants
    }
    return dependants_after(InsuredChange(recorded.coverage, after, history), relatives, histories)


async def read_dependants_changed_with(
    connection: AsyncConnection, recorded: RecordedCoverage
) -> tuple[RecordedCoverage, ...]:
    """Return the dependants' coverages whose present version came to be by the change that made this one."""
    if not is_insured(recorded.coverage):
        return ()
    family = await read_family(connection, recorded.family)
    return tuple(
        each
        for each in family
        if each.coverage.relationship is Relationship.FAMILY and each.recorded_at == recorded.recorded_at
    )
