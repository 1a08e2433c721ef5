"""From truth to published rows, within the transaction that changed the truth.

A published version is known from the very instant at which its truth counts as recorded.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.insured_turning_75 import (
    InsuredPerson,
    has_insured_person,
    month_of_split,
)
from services.registry.person_records.store.coverages import read_coverages_of
from services.registry.person_records.store.families import read_insured_persons
from services.registry.person_records.store.persons import read_persons
from services.registry.publishing import write_published_persons
from services.registry.recording import Recording, mark_all_changed
from services.registry.tables import persons
from shared.domain.coverage import Coverage
from shared.domain.insured import FamilyIdentifiers


async def publish_person(connection: AsyncConnection, person_id: UUID, recording: Recording) -> None:
    """Publish one person, as ``publish_all``."""
    await publish_all(connection, [person_id], recording)


async def publish_all(connection: AsyncConnection, person_ids: Collection[UUID], recording: Recording) -> None:
    """Publish persons as the truth holds them now, and the identifiers they are found by: each once, at one instant.

    A coverage without a day never was, so it is left out. A family member's tells when the insured person turns 75.
    """
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return
    found = await read_persons(connection, wanted)
    if len(found) < len(wanted):
        raise RuntimeError("a person is recorded before they are published")
    recorded = await read_coverages_of(connection, wanted)
    held = {key: [each.coverage for each in recorded.get(key, ()) if each.ever_was] for key in wanted}
    families = {each.family for coverages in held.values() for each in coverages if has_insured_person(each)}
    insured = await read_insured_persons(connection, families)
    records = [replace(found[key].record, coverages=as_published(held[key], insured)) for key in wanted]
    await write_published_persons(connection, records, recording)
    await mark_all_changed(connection, persons, wanted, recording)


def as_published(
    coverages: Sequence[Coverage], insured: Mapping[FamilyIdentifiers, Sequence[InsuredPerson]]
) -> tuple[Coverage, ...]:
    """Return coverages as they are published: a family member's tells when the insured person turns 75."""
    return tuple(
        replace(each, insured_turns_75_in=month_of_split(each, insured[each.family]))
        if has_insured_person(each)
        else each
        for each in coverages
    )
