"""What a batch made is written: the truth, and what is published of it, in the same transaction."""

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.copying import copy_rows
from services.registry.imports.commands.cards import write_cards
from services.registry.imports.commands.facts import Gathered
from services.registry.imports.rules.facts import Made
from services.registry.person_records.commands.publication import as_published, publish_all
from services.registry.person_records.rules.insured_turning_75 import InsuredPerson, insures_family
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.certificates import CERTIFICATE_TABLES, row_of_certificate
from services.registry.person_records.store.coverages import row_of_coverage
from services.registry.person_records.store.families import Families
from services.registry.person_records.store.persons import row_of_person, rows_of_name_keys
from services.registry.publishing import copy_published_persons
from services.registry.recording import Recording, supersede_all
from services.registry.tables import (
    coverage_versions,
    coverages,
    insurer_versions,
    insurers,
    person_name_keys,
    person_versions,
    persons,
)
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.insured import FamilyIdentifiers


async def write_made(connection: AsyncConnection, made: Made, gathered: Gathered) -> None:
    """Record and publish what a batch made; raises the driver's errors where somebody else has made the same."""
    recording = gathered.recording
    stamp = {"recorded_at": recording.at, "recorded_by": recording.author.client_id}
    await _write_insurers(connection, made, recording, stamp)
    await copy_rows(
        connection,
        persons,
        [{"person_id": UUID(each.record.person_id), "changed_at": recording.at} for each in made.persons],
    )
    await copy_rows(connection, person_versions, [{**row_of_person(each), **stamp} for each in made.persons])
    name_keys = [row for each in made.persons for row in rows_of_name_keys(each.record)]
    await copy_rows(connection, person_name_keys, name_keys)
    await copy_rows(connection, coverages, [{"coverage_id": UUID(coverage_id)} for coverage_id in made.coverages])
    changed = [UUID(coverage_id) for coverage_id in made.changed]
    await supersede_all(connection, coverage_versions, "coverage_id", changed, recording)
    rows = [{**row_of_coverage(each), **stamp} for each in [*made.coverages.values(), *made.changed.values()]]
    await copy_rows(connection, coverage_versions, rows)
    await _write_certificates(connection, made, recording, stamp)
    await _publish(connection, made, gathered)
    await write_cards(connection, made, gathered.facts.cards, recording)


async def _write_insurers(connection: AsyncConnection, made: Made, recording: Recording, stamp: dict[str, Any]) -> None:
    named = [{"insurer_number": each.number, "changed_at": recording.at} for each in made.insurers]
    await copy_rows(connection, insurers, named)
    versions = [
        {
            "version_id": recording.new_id(),
            "insurer_number": each.number,
            "name": each.name,
            "kind": each.kind.value,
            **stamp,
        }
        for each in made.insurers
    ]
    await copy_rows(connection, insurer_versions, versions)


async def _write_certificates(
    connection: AsyncConnection, made: Made, recording: Recording, stamp: dict[str, Any]
) -> None:
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for field, coverage_id, certificate in made.certificates:
        row = row_of_certificate(CERTIFICATE_TABLES[field], UUID(coverage_id), certificate)
        by_kind[field].append({"version_id": recording.new_id(), **row, **stamp})
    for field, rows in by_kind.items():
        table = CERTIFICATE_TABLES[field]
        await copy_rows(connection, table.names, [{table.key: row[table.key]} for row in rows])
        await copy_rows(connection, table.versions, rows)


async def _publish(connection: AsyncConnection, made: Made, gathered: Gathered) -> None:
    """Publish the new from what was made; whom the registry knew before, and families, as single registrations do."""
    families = gathered.facts.filing.families
    insured_anew = {each.family for each in made.coverages.values() if insures_family(each.coverage)}
    followers = {
        each.person_id
        for family in insured_anew
        for each in families[family]
        if each.coverage.relationship is Relationship.FAMILY and each.ever_was
    }
    new = {UUID(each.record.person_id): each.record for each in made.persons}
    held: dict[UUID, list[RecordedCoverage]] = {person_id: [] for person_id in new}
    for each in [*made.coverages.values(), *made.changed.values()]:
        if each.person_id in held and each.ever_was:
            held[each.person_id].append(each)
    insured = _insured_persons(gathered, families)
    records = [_published(record, held[person_id], insured) for person_id, record in new.items()]
    await copy_published_persons(connection, records, gathered.recording)
    known_before = dict.fromkeys([*made.person_ids(), *sorted(followers)])
    await publish_all(connection, [each for each in known_before if each not in new], gathered.recording)


def _insured_persons(gathered: Gathered, families: Families) -> dict[FamilyIdentifiers, list[InsuredPerson]]:
    births = gathered.facts.births
    return {
        family: [
            InsuredPerson(each.coverage, births[each.person_id])
            for each in under_it
            if each.coverage.relationship is Relationship.SELF and each.ever_was
        ]
        for family, under_it in families.items()
    }


def _published(
    record: PersonRecord, held: list[RecordedCoverage], insured: dict[FamilyIdentifiers, list[InsuredPerson]]
) -> PersonRecord:
    ordered = sorted(held, key=lambda each: (each.coverage.acquired_on, each.coverage.coverage_id))
    return replace(record, coverages=as_published([_in_order(each.coverage) for each in ordered], insured))


def _in_order(coverage: Coverage) -> Coverage:
    """Return a coverage with its certificates oldest first, as they are read."""
    certificates: dict[str, Any] = {
        field: tuple(
            sorted(
                getattr(coverage, field),
                key=lambda certificate, table=table: (certificate.valid_from, table.id_of(certificate)),  # type: ignore[misc]
            )
        )
        for field, table in CERTIFICATE_TABLES.items()
        if getattr(coverage, field)
    }
    return replace(coverage, **certificates) if certificates else coverage
