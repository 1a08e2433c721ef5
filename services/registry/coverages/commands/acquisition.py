"""Registering coverages (資格取得), one or many: the facts are read, rules/filing.py decides, the rows are written."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.rules.filing import Filing, FilingFacts, decide_filings
from services.registry.directory.store.insurers import read_insurers
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.insured_turning_75 import insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.coverages import (
    lock_identifiers,
    read_coverage_histories,
    read_coverages_named,
    read_coverages_of,
    write_new_coverages,
)
from services.registry.person_records.store.families import read_families, read_family_members
from services.registry.person_records.store.persons import read_persons
from services.registry.recording import Author, Recording, lock_many, name_all
from services.registry.tables import coverages, persons
from shared.clock import day_in_japan
from shared.domain.coverage import Coverage
from shared.errors import AlreadyExists, ServiceError

Outcome = Registered[RecordedCoverage] | ServiceError
"""What came of a filing: the coverage, or why it was refused."""


async def register_coverage(author: Author, filing: Filing) -> Registered[RecordedCoverage]:
    """Register a coverage under the id that it is filed with, or find it; raises what ``new_coverage`` raises."""
    return first_of(await register_coverages(author, [filing]))


async def register_coverages(author: Author, filings: Sequence[Filing]) -> list[Outcome]:
    """Register coverages in one transaction, each as ``register_coverage``; what is refused stops none of the others.

    Raises AlreadyExists, and registers none, when another writer took an id while this waited.
    """
    async with author.world.database.transaction() as connection:
        families = {filing.coverage.family for filing in filings}
        await lock_identifiers(connection, families)
        # Who was filed before the insured person is published again: what turning 75 means for them is known now.
        insuring = {filing.coverage.family for filing in filings if insures_family(filing.coverage)}
        members = await read_family_members(connection, insuring)
        wanted = {filing.person_id for filing in filings}
        locked = await lock_many(connection, persons, wanted | set(members), author)
        outcomes = await acquire(connection, filings, locked.recording, missing=wanted - locked.keys)
        made = [each.thing for each in outcomes if isinstance(each, Registered) and each.is_new]
        insured_anew = {each.family for each in made if insures_family(each.coverage)}
        followers = await read_family_members(connection, insured_anew)
        await publish_all(connection, [*(each.person_id for each in made), *followers], locked.recording)
        return outcomes


async def acquire(
    connection: AsyncConnection, filings: Sequence[Filing], recording: Recording, missing: Collection[UUID] = ()
) -> list[Outcome]:
    """Record what is filed, or find it, identifiers and persons locked; what is new is still to be published.

    ``missing`` are persons who were not there to be locked: they count as not on record. Raises as
    ``register_coverages``.
    """
    facts = await _read_facts(connection, filings, recording, missing)

    def make(filing: Filing, coverage: Coverage) -> RecordedCoverage:
        return RecordedCoverage(
            filing.person_id, coverage, recording.at, recording.new_id(), filing.is_voluntary, filing.accepted_late
        )

    outcomes = decide_filings(filings, facts, make)
    made = [each.thing for each in outcomes if isinstance(each, Registered) and each.is_new]
    if len(await name_all(connection, coverages, [UUID(each.coverage.coverage_id) for each in made])) < len(made):
        raise AlreadyExists
    await write_new_coverages(connection, made, recording)
    return outcomes


async def _read_facts(
    connection: AsyncConnection, filings: Sequence[Filing], recording: Recording, missing: Collection[UUID]
) -> FilingFacts:
    coverage_ids = {UUID(filing.coverage.coverage_id) for filing in filings}
    holders = await read_persons(connection, {filing.person_id for filing in filings} - set(missing))
    histories = await read_coverage_histories(connection, coverage_ids)
    applicants = {filing.person_id for filing in filings if filing.continuation is not None}
    return FilingFacts(
        today=day_in_japan(recording.at),
        births={person_id: person.record.birthdate for person_id, person in holders.items()},
        insurers=await read_insurers(connection, {filing.coverage.insurer.number for filing in filings}),
        families=await read_families(connection, {filing.coverage.family for filing in filings}),
        held=await read_coverages_of(connection, applicants) if applicants else {},
        histories=histories,
        on_record=await read_coverages_named(connection, [UUID(coverage_id) for coverage_id in histories]),
    )
