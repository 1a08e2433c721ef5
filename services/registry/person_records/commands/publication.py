"""From truth to published rows, within the transaction that changed the truth.

A published version is known from the very instant at which its truth counts as recorded.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.insured_turning_75 import has_insured_person, month_of_split
from services.registry.person_records.store.coverages import (
    read_coverages,
)
from services.registry.person_records.store.families import read_insured_persons
from services.registry.person_records.store.persons import read_person
from services.registry.publishing import write_published_person
from services.registry.recording import Recording, mark_changed
from services.registry.tables import persons
from shared.domain.coverage import Coverage, PersonRecord


async def publish_person(connection: AsyncConnection, person_id: UUID, recording: Recording) -> PersonRecord:
    """Publish the person as the truth holds them now, and the identifiers they are found by.

    A coverage without a day never was, so it is left out. A family member's tells when the insured person turns 75.
    """
    person = await read_person(connection, person_id)
    if person is None:
        raise RuntimeError("a person is recorded before they are published")
    held = [each.coverage for each in await read_coverages(connection, person_id) if each.ever_was]
    coverages = [await _with_month_of_75(connection, coverage) for coverage in held]
    record = replace(person.record, coverages=tuple(coverages))
    await write_published_person(connection, record, recording)
    await mark_changed(connection, persons, person_id, recording)
    return record


async def publish_all(connection: AsyncConnection, person_ids: Collection[UUID], recording: Recording) -> None:
    """Publish each of these persons, once: a transaction's changes have one instant."""
    for person_id in dict.fromkeys(person_ids):
        await publish_person(connection, person_id, recording)


async def _with_month_of_75(connection: AsyncConnection, coverage: Coverage) -> Coverage:
    if not has_insured_person(coverage):
        return coverage
    month = month_of_split(coverage, await read_insured_persons(connection, coverage.family))
    return coverage if month is None else replace(coverage, insured_turns_75_in=month)
