"""Registering coverages (資格取得), and what every later change of one begins with: its locks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.outcome import unknown
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import (
    lock_identifiers,
    read_coverage,
)
from services.registry.person_records.store.families import read_family
from services.registry.recording import Author, Recording, lock_all
from services.registry.tables import persons
from shared.domain.coverage import Coverage
from shared.domain.insured import FamilyIdentifiers
from shared.errors import RequestInvalid, ResourceNotFound, RoleNotAllowed, VersionMismatch

InsurerCheck = Callable[[str], None]
"""Called with an insurer number; raises RoleNotAllowed when the caller may not touch that insurer's records."""


@dataclass(frozen=True, slots=True)
class LockedCoverage:
    """A coverage whose identifiers and persons are locked, as it is now, and the stamp for changes of it."""

    recorded: RecordedCoverage
    recording: Recording
    family: tuple[RecordedCoverage, ...] = ()
    """The other coverages under the same number, also those that never were; only where they were asked for."""


async def lock_coverage(
    connection: AsyncConnection,
    coverage_id: UUID,
    author: Author,
    check_insurer: InsurerCheck,
    *,
    other_identifiers: Callable[[Coverage], Collection[FamilyIdentifiers]] = lambda _: (),
    other_persons: Collection[UUID] = (),
    with_family: bool = False,
) -> LockedCoverage:
    """Lock a coverage's identifiers, then its person (and more); return it as it is then.

    Raises ResourceNotFound (also of one that ``check_insurer`` refuses: what others insure is not told from what is
    not there), RequestInvalid (one of ``other_persons`` is not there), VersionMismatch (its identifiers changed while
    this waited).
    """
    seen = await find_coverage(connection, coverage_id)
    try:
        check_insurer(seen.coverage.insurer.number)
    except RoleNotAllowed:
        raise ResourceNotFound from None
    await lock_identifiers(connection, [seen.family, *other_identifiers(seen.coverage)])
    # Whoever adds a dependant holds the same identifiers, so nobody joins the family from here on.
    relatives = await _relatives(connection, seen) if with_family else ()
    recording = await lock_all(
        connection, persons, [seen.person_id, *other_persons, *(each.person_id for each in relatives)], author
    )
    if recording is None:
        raise RequestInvalid([unknown("person_id")])
    # Read again: another writer may have been at it until now.
    recorded = await find_coverage(connection, coverage_id)
    if (recorded.family, recorded.person_id) != (seen.family, seen.person_id):
        raise VersionMismatch
    return LockedCoverage(recorded, recording, await _relatives(connection, recorded) if with_family else ())


async def find_coverage(connection: AsyncConnection, coverage_id: UUID) -> RecordedCoverage:
    """Return a coverage as recorded now; raises ResourceNotFound."""
    recorded = await read_coverage(connection, coverage_id)
    if recorded is None:
        raise ResourceNotFound
    return recorded


async def _relatives(connection: AsyncConnection, recorded: RecordedCoverage) -> tuple[RecordedCoverage, ...]:
    found = await read_family(connection, recorded.family)
    return tuple(each for each in found if each.coverage.coverage_id != recorded.coverage.coverage_id)
