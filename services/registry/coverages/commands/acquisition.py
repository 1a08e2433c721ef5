"""Registering coverages (資格取得), and what every later change of one begins with: its locks."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.commands.families import read_dependants_after
from services.registry.coverages.rules.acquisition import Continuation, acquisition_violations
from services.registry.coverages.rules.filing import Filing, FilingFacts, filing_violations
from services.registry.directory.store.insurers import read_insurer
from services.registry.outcome import Registered, unknown
from services.registry.person_records.commands.locking import LockedCoverage, find_coverage
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.insured_turning_75 import has_insured_person, insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import (
    lock_identifiers,
    read_coverage_history,
    read_coverages,
    write_coverage,
)
from services.registry.person_records.store.families import read_family, read_family_members
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author, Recording, lock_all, name_once
from services.registry.tables import coverages, persons
from shared.clock import day_in_japan
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits
from shared.errors import AlreadyExists, RequestInvalid


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
        await lock_identifiers(connection, [draft.family])
        # Who was filed before the insured person is published again: what turning 75 means for them is known now.
        members = await read_family_members(connection, [draft.family]) if insures_family(draft) else []
        recording = await lock_all(connection, persons, [person_id, *members], author)
        filing = Filing(draft, check_digits, continuation)
        registered = await make_coverage(connection, person_id, filing, recording)
        if registered.is_new and recording is not None:
            await publish_all(connection, [person_id, *members], recording)
        return registered


async def make_coverage(
    connection: AsyncConnection, person_id: UUID, filing: Filing, recording: Recording | None
) -> Registered[RecordedCoverage]:
    """Register or find a coverage, all locked; no recording means no such person. A new one is still to be published.

    Raises as ``register_coverage``.
    """
    coverage_id = UUID(filing.coverage.coverage_id)
    insurer = await read_insurer(connection, filing.coverage.insurer.number)
    person = await read_person(connection, person_id)
    if recording is None or insurer is None or person is None:
        missing = {"person_id": person, "insurer_number": insurer}
        found = [unknown(name) for name, found in missing.items() if found is None]
        kind = None if insurer is None else insurer.kind
        birthdate = None if person is None else person.record.birthdate
        raise RequestInvalid(found + acquisition_violations(filing.coverage, kind, birthdate, filing.check_digits))
    coverage = replace(filing.coverage, insurer=insurer.as_published())
    if not await name_once(connection, coverages, coverage_id):
        history = await read_coverage_history(connection, coverage_id)
        if not any(filing.is_of(person_id, coverage, version) for version in history):
            raise AlreadyExists
        return Registered(await find_coverage(connection, coverage_id), is_new=False)
    facts = FilingFacts(
        person_id,
        person.record.birthdate,
        relatives=await read_family(connection, coverage.family),
        held=[] if filing.continuation is None else await read_coverages(connection, person_id),
        today=day_in_japan(recording.at),
    )
    violations = filing_violations(filing, coverage, facts)
    if violations:
        raise RequestInvalid(violations)
    recorded = await write_coverage(
        connection, person_id, coverage, recording, is_voluntary=filing.is_voluntary, accepted_late=filing.accepted_late
    )
    return Registered(recorded, is_new=True)


@dataclass(frozen=True, slots=True)
class Written:
    """What a locked coverage became, whose persons are still to be published."""

    coverage: RecordedCoverage
    dependants: tuple[RecordedCoverage, ...]
    """Whose cover changed with it, as it was before."""
    person_ids: tuple[UUID, ...]
    """In the order in which they are published: whose it was comes first, as identifiers are closed and then opened."""


async def write_with_dependants(
    connection: AsyncConnection, locked: LockedCoverage, coverage: Coverage, person_id: UUID
) -> Written:
    """Record what a locked coverage becomes, and whose, with what becomes of its dependants; the family is locked too.

    Raises ConflictingPeriod.
    """
    recorded = locked.recorded
    changes = await read_dependants_after(connection, recorded, coverage, locked.family)
    written = await write_coverage(
        connection,
        person_id,
        coverage,
        locked.recording,
        is_voluntary=recorded.is_voluntary,
        accepted_late=recorded.accepted_late,
    )
    for each, then in changes:
        await write_coverage(connection, each.person_id, then, locked.recording, is_voluntary=each.is_voluntary)
    followed = {each.person_id for each, _ in changes}
    if person_id != recorded.person_id and insures_family(coverage):
        # Of another insured person the 75th birthday is another one.
        followed |= {each.person_id for each in locked.family if has_insured_person(each.coverage)}
    touched = dict.fromkeys((recorded.person_id, person_id, *sorted(followed)))
    return Written(written, tuple(each for each, _ in changes), tuple(touched))
