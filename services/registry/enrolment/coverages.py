"""Registering coverages (資格取得), and what every later change of one begins with: its locks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.enrolment.acquisition_rules import Continuation, acquisition_violations
from services.registry.enrolment.outcome import Registered, unknown
from services.registry.numbers import CheckDigits
from services.registry.publication import publish_person
from services.registry.recording import Author, Recording, lock, lock_all, name_once
from services.registry.store.coverage_lookups import read_family
from services.registry.store.coverages import (
    Family,
    RecordedCoverage,
    family_of,
    lock_identifiers,
    read_coverage,
    read_coverage_history,
    read_coverages,
    write_coverage,
)
from services.registry.store.insurers import read_insurer
from services.registry.store.persons import read_person
from services.registry.tables import coverages, persons
from shared.domain.coverage import Coverage
from shared.errors import AlreadyExists, RequestInvalid, ResourceNotFound, VersionMismatch

InsurerCheck = Callable[[str], None]
"""Called with an insurer number; raises RoleNotAllowed when the caller may not touch that insurer's records."""


@dataclass(frozen=True, slots=True)
class LockedCoverage:
    """A coverage whose identifiers and persons are locked, as it is now, and the stamp for changes of it."""

    recorded: RecordedCoverage
    recording: Recording
    family: tuple[RecordedCoverage, ...] = ()
    """The other coverages under the same number; only where they were asked for."""


async def register_coverage(
    author: Author,
    person_id: UUID,
    draft: Coverage,
    *,
    continuation: Continuation | None = None,
    check_digits: CheckDigits = "lenient",
) -> Registered[RecordedCoverage]:
    """Register a coverage under the id in ``draft``, of whose insurer only the number counts, or find it.

    Raises RequestInvalid (no such person or insurer, or against a rule), AlreadyExists (the id never had this
    content), ConflictingPeriod (the same identifiers are taken on one of its days).
    """
    async with author.world.database.transaction() as connection:
        await lock_identifiers(connection, [family_of(draft)])
        recording = await lock(connection, persons, person_id, author)
        return await make_coverage(connection, person_id, draft, recording, continuation, check_digits)


async def make_coverage(
    connection: AsyncConnection,
    person_id: UUID,
    draft: Coverage,
    recording: Recording | None,
    continuation: Continuation | None,
    check_digits: CheckDigits,
) -> Registered[RecordedCoverage]:
    """Register or find a coverage, all locked; no recording means no such person. Raises as ``register_coverage``."""
    coverage_id = UUID(draft.coverage_id)
    insurer = await read_insurer(connection, draft.insurer.number)
    person = await read_person(connection, person_id)
    if recording is None or insurer is None or person is None:
        missing = {"person_id": person, "insurer_number": insurer}
        raise RequestInvalid([unknown(name) for name, found in missing.items() if found is None])
    coverage = replace(draft, insurer=insurer.as_published())
    is_voluntary = continuation is not None
    if not await name_once(connection, coverages, coverage_id):
        history = await read_coverage_history(connection, coverage_id)
        if (person_id, coverage, is_voluntary) not in [
            (version.person_id, version.coverage, version.is_voluntary) for version in history
        ]:
            raise AlreadyExists
        return Registered(await find_coverage(connection, coverage_id), is_new=False)
    held = await read_coverages(connection, person_id) if is_voluntary else []
    violations = acquisition_violations(coverage, insurer.kind, person.record.birthdate, check_digits)
    violations += continuation.violations(coverage, insurer.kind, held) if continuation else []
    if violations:
        raise RequestInvalid(violations)
    recorded = await write_coverage(connection, person_id, coverage, recording, is_voluntary=is_voluntary)
    await publish_person(connection, person_id, recording)
    return Registered(recorded, is_new=True)


async def lock_coverage(
    connection: AsyncConnection,
    coverage_id: UUID,
    author: Author,
    check_insurer: InsurerCheck,
    *,
    other_identifiers: Callable[[Coverage], Collection[Family]] = lambda _: (),
    other_persons: Collection[UUID] = (),
    with_family: bool = False,
) -> LockedCoverage:
    """Lock a coverage's identifiers, then its person (and more); return it as it is then.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid (one of ``other_persons`` is not there),
    VersionMismatch (its identifiers changed while this waited).
    """
    seen = await find_coverage(connection, coverage_id)
    check_insurer(seen.coverage.insurer.number)
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
    return tuple(each for each in found if each.coverage.coverage_id != recorded.coverage.coverage_id and each.ever_was)


def days_in_order(acquired_on: date, lost_on: date | None) -> bool:
    """Tell whether a loss does not lie before the acquisition; on the same day the coverage never was."""
    return lost_on is None or acquired_on <= lost_on
