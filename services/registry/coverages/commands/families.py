"""被扶養者 have their days from the insured person: none beyond theirs, all back with theirs (健康保険法3条7項).

What was said of a dependant themselves is told from what only followed by the insured person's history: both have a
version of the same instant where one change made both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.rules.families import Change, InsuredChange, dependants_after, is_insured
from services.registry.person_records.commands.locking import LockedCoverage
from services.registry.person_records.rules.insured_turning_75 import has_insured_person, insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import read_coverage_histories, write_coverage
from services.registry.person_records.store.families import read_family, refuse_taken
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
    coverage_ids = [UUID(each.coverage.coverage_id) for each in (recorded, *dependants)]
    histories = await read_coverage_histories(connection, coverage_ids)
    change = InsuredChange(recorded.coverage, after, histories[recorded.coverage.coverage_id])
    return dependants_after(change, relatives, histories)


@dataclass(frozen=True, slots=True)
class Written:
    """What a locked coverage became, whose persons are still to be published."""

    coverage: RecordedCoverage
    dependants: tuple[RecordedCoverage, ...]
    """Whose cover changed with it, as it was before."""
    person_ids: tuple[UUID, ...]


async def write_with_dependants(
    connection: AsyncConnection, locked: LockedCoverage, coverage: Coverage, person_id: UUID
) -> Written:
    """Record what a locked coverage becomes, and whose, with what becomes of its dependants; the family is locked too.

    Raises ConflictingPeriod.
    """
    recorded = locked.recorded
    changes = await read_dependants_after(connection, recorded, coverage, locked.family)
    await refuse_taken(connection, coverage)
    written = await write_coverage(
        connection,
        person_id,
        coverage,
        locked.recording,
        is_voluntary=recorded.is_voluntary,
        accepted_late=recorded.accepted_late,
    )
    for each, then in changes:
        await refuse_taken(connection, then)
        await write_coverage(connection, each.person_id, then, locked.recording, is_voluntary=each.is_voluntary)
    followed = {each.person_id for each, _ in changes}
    if person_id != recorded.person_id and insures_family(coverage):
        # Of another insured person the 75th birthday is another one.
        followed |= {each.person_id for each in locked.family if has_insured_person(each.coverage)}
    touched = dict.fromkeys((recorded.person_id, person_id, *sorted(followed)))
    return Written(written, tuple(each for each, _ in changes), tuple(touched))


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
