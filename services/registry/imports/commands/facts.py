"""The facts about a batch, read at once: identifiers and persons are locked first, as by single registrations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.coverages.rules.filing import FilingFacts
from services.registry.directory.store.insurers import read_insurers
from services.registry.imports.commands.cards import read_cards_on_record
from services.registry.imports.rules.facts import Facts
from services.registry.imports.rules.joining import described
from services.registry.imports.rules.lines import Line, LineCoverage
from services.registry.person_records.rules.certificate_days import AnyBenefitCertificate
from services.registry.person_records.rules.insured_turning_75 import insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.candidates import read_who_may_be
from services.registry.person_records.store.certificates import CERTIFICATE_TABLES, read_certificate_histories
from services.registry.person_records.store.coverages import (
    lock_identifiers,
    read_coverage_histories,
    read_coverages_named,
    read_coverages_of,
)
from services.registry.person_records.store.families import Families, read_families, read_families_of
from services.registry.person_records.store.persons import read_person_histories
from services.registry.recording import Author, Recording, lock_many
from services.registry.tables import persons
from shared.clock import day_in_japan
from shared.domain.codes import Relationship
from shared.domain.insured import FamilyIdentifiers
from shared.domain.matching import match
from shared.errors import VersionMismatch

Certificates = dict[UUID, list[tuple[UUID, AnyBenefitCertificate]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is on record, and the stamp for what is added."""

    facts: Facts
    recording: Recording
    published: frozenset[UUID]
    """Persons who are on record already."""


async def read_facts(connection: AsyncConnection, author: Author, lines: Sequence[Line]) -> Gathered:
    """Lock what a batch is about, and read what decides about it."""
    filed_coverages = [each for line in lines for each in line.coverages]
    filed = [each.coverage for each in filed_coverages]
    families = {coverage.family for coverage in filed}
    coverage_ids = {UUID(coverage.coverage_id) for coverage in filed}
    on_record_under = await read_families_of(connection, coverage_ids)
    families |= on_record_under
    await lock_identifiers(connection, families)
    # Under the lock: whoever is covered under these numbers stays so.
    under_them = await read_families(connection, families)
    histories = await read_coverage_histories(connection, coverage_ids)
    if any(history[-1].family not in families for history in histories.values()):
        # It went to another number while this waited for the lock.
        raise VersionMismatch
    changing = _maybe_changed(filed_coverages, histories)
    relatives = {each.coverage.coverage_id: each for family in changing for each in under_them[family]}
    histories |= await read_coverage_histories(connection, {UUID(each) for each in relatives.keys() - histories.keys()})
    born = await read_who_may_be(connection, [described(line.person) for line in lines if not line.names_person])
    wanted = {UUID(line.person.person_id) for line in lines}
    wanted |= {version.person_id for history in histories.values() for version in history[-1:]}
    wanted |= {each.person_id for each in relatives.values()}
    wanted |= {
        UUID(record.person_id)
        for line in lines
        if not line.names_person
        for record in born.get(line.person.birthdate, ())
        if match(described(line.person), record).is_full
    }
    insuring = {coverage.family for coverage in filed if insures_family(coverage)}
    members = _members(under_them, insuring)
    locked = await lock_many(connection, persons, wanted | members, author)
    on_record = await read_person_histories(connection, locked.keys | _insured(under_them))
    births = {person_id: history[-1].record.birthdate for person_id, history in on_record.items()}
    # Who was changed until the lock was had is known as they are now.
    now = {person_id: history[-1].record for person_id, history in on_record.items()}
    for birthdate, records in born.items():
        born[birthdate] = [now.get(UUID(record.person_id), record) for record in records]
    applicants = {
        person_id
        for person_id in locked.keys
        if any(each.continuation is not None for each in filed_coverages)
        or any(history[-1].is_voluntary for history in histories.values())
    }
    insurers = await read_insurers(connection, {coverage.insurer.number for coverage in filed})
    filing = FilingFacts(
        today=day_in_japan(locked.recording.at),
        births=births,
        insurers=insurers,
        families=under_them,
        held=await read_coverages_of(connection, applicants) if applicants else {},
        histories=histories,
        on_record=await read_coverages_named(connection, coverage_ids),
    )
    certificates = await _read_certificates(connection, lines)
    cards = await read_cards_on_record(connection, lines, locked.recording.at)
    facts = Facts(filing, births, insurers, on_record, born, certificates, cards)
    return Gathered(facts, locked.recording, locked.keys)


def _maybe_changed(
    filed: Sequence[LineCoverage], histories: Mapping[str, Sequence[RecordedCoverage]]
) -> set[FamilyIdentifiers]:
    """Return the numbers under which lines may change a coverage: what becomes of its dependants is asked then."""
    found = set()
    for each in filed:
        history = histories.get(each.coverage.coverage_id)
        if history is not None:
            recorded = history[-1]
            loss = (each.coverage.lost_on, each.coverage.loss_reason)
            if each.corrects is not None or loss != (recorded.coverage.lost_on, recorded.coverage.loss_reason):
                found.add(recorded.family)
    return found


def _members(found: Families, families: Collection[object]) -> set[UUID]:
    return {
        each.person_id
        for family, under_it in found.items()
        if family in families
        for each in under_it
        if _is_family(each)
    }


def _insured(found: Families) -> set[UUID]:
    return {
        each.person_id
        for under_it in found.values()
        for each in under_it
        if each.coverage.relationship is Relationship.SELF
    }


def _is_family(recorded: RecordedCoverage) -> bool:
    return recorded.coverage.relationship is Relationship.FAMILY and recorded.ever_was


async def _read_certificates(connection: AsyncConnection, lines: Sequence[Line]) -> Certificates:
    wanted: dict[str, set[UUID]] = {}
    for line in lines:
        for coverage in line.coverages:
            for each in coverage.certificates:
                wanted.setdefault(each.field, set()).add(each.certificate_id)
    found: Certificates = {}
    for field, certificate_ids in wanted.items():
        found |= await read_certificate_histories(connection, CERTIFICATE_TABLES[field], certificate_ids)
    return found
