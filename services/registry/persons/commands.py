"""Registering persons (加入者), one or many, and what changes of them: name, address, flags.

The facts are read, rules.py decides, the rows are written.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.reservations import settle_reservations
from services.registry.outcome import Registered, first_of
from services.registry.person_records.commands.publication import publish_all
from services.registry.person_records.rules.insured_turning_75 import insures_family
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from services.registry.person_records.store.coverages import lock_identifiers, read_coverages
from services.registry.person_records.store.families import read_family_members
from services.registry.person_records.store.persons import (
    first_acquisition,
    is_insured_elsewhere,
    is_known_to_insurer,
    is_member_of,
    read_person,
    read_person_histories,
    write_new_persons,
    write_person,
)
from services.registry.persons.rules import (
    Outcome,
    Standing,
    changed_record,
    decide_registrations,
    refuse_birth_after_cover,
    refuse_unborn,
)
from services.registry.recording import Author, claim_all, lock_all
from services.registry.tables import persons
from shared.clock import day_in_japan
from shared.domain.coverage import PersonRecord
from shared.errors import ResourceNotFound
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match


async def register_person(author: Author, record: PersonRecord) -> Registered[RecordedPerson]:
    """Register a person under the id in ``record``, or find them.

    Who was registered so once, and has changed since, is found as they are now. Raises AlreadyExists when the id
    never had this content, RequestInvalid when they are not born yet.
    """
    return first_of(await register_persons(author, [record]))


async def register_persons(author: Author, records: Sequence[PersonRecord]) -> list[Outcome]:
    """Register persons in one transaction, each as ``register_person``; who is refused stops none of the others."""
    today = day_in_japan(author.world.clock.now())
    async with author.world.database.transaction() as connection:
        born = {UUID(record.person_id) for record in records if record.birthdate <= today}
        claimed = await claim_all(connection, persons, born, author)
        recording = claimed.recording
        histories = await read_person_histories(connection, born - claimed.keys)

        def make(record: PersonRecord) -> RecordedPerson:
            return RecordedPerson(record, recording.at, recording.new_id())

        outcomes = decide_registrations(records, histories, today, make)
        on_record = [each for each in outcomes if isinstance(each, Registered)]
        made = [each.thing for each in on_record if each.is_new]
        await write_new_persons(connection, made, recording)
        await publish_all(connection, [UUID(each.record.person_id) for each in made], recording)
    # A caller whose answer was lost sends it again, and this too.
    await settle_reservations(author, [each.thing.record for each in on_record])
    return outcomes


async def change_person(
    author: Author,
    person_id: UUID,
    changes: Mapping[str, Any],
    insurer_number: str | None,
    if_match: NamedVersions | None = None,
) -> RecordedPerson:
    """Change the named fields of a person; without a difference nothing happens.

    ``insurer_number`` is the insurer that does so, for its own members only; None is an operator, who stands for the
    municipality too: birth date and sex of whom others insure as well are theirs to correct.

    Raises ResourceNotFound (also of whom the insurer does not know), RoleNotAllowed, RequestInvalid (a birth date in
    the future, or after an acquisition), VersionMismatch.
    """
    async with author.world.database.transaction() as connection:
        family = await _lock_family(connection, person_id) if "birthdate" in changes else []
        recording = await lock_all(connection, persons, [person_id, *family], author)
        person = await read_person(connection, person_id)
        if recording is None or person is None:
            raise ResourceNotFound
        standing = None
        if insurer_number is not None:
            standing = await _read_standing(connection, author, person_id, insurer_number)
        record = changed_record(person.record, changes, standing)
        if record != person.record:
            must_match(if_match, person.version_id)
            touched = [person_id]
            if record.birthdate != person.record.birthdate:
                refuse_unborn(record.birthdate, day_in_japan(author.world.clock.now()))
                refuse_birth_after_cover(record.birthdate, await first_acquisition(connection, person_id))
                touched += family
            person = await write_person(connection, record, recording)
            await publish_all(connection, touched, recording)
    await settle_reservations(author, [person.record])
    return person


async def _lock_family(connection: AsyncConnection, person_id: UUID) -> list[UUID]:
    """Return who is covered through this person, so that nobody joins them; their limits hang on the birth date."""
    held = await read_coverages(connection, person_id)
    families = [each.family for each in held if each.ever_was and insures_family(each.coverage)]
    await lock_identifiers(connection, families)
    return await read_family_members(connection, families)


async def _read_standing(connection: AsyncConnection, author: Author, person_id: UUID, insurer_number: str) -> Standing:
    today = day_in_japan(author.world.clock.now())
    return Standing(
        is_known=await is_known_to_insurer(connection, person_id, insurer_number, author.client_id),
        is_member=await is_member_of(connection, person_id, insurer_number, author.client_id, today),
        is_insured_elsewhere=await is_insured_elsewhere(connection, person_id, insurer_number),
    )
