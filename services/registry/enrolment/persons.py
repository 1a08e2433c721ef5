"""Registering persons (加入者)."""

from uuid import UUID

from services.registry.enrolment.outcome import Registered
from services.registry.publication import publish_person
from services.registry.recording import Author, claim
from services.registry.store.persons import RecordedPerson, read_person_history, write_person
from services.registry.tables import persons
from shared.domain.coverage import PersonRecord
from shared.errors import AlreadyExists


async def register_person(author: Author, record: PersonRecord) -> Registered[RecordedPerson]:
    """Register a person under the id in ``record``, or find them.

    Who was registered so once, and has changed since, is found as they are now. Raises AlreadyExists when the id
    never had this content.
    """
    person_id = UUID(record.person_id)
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, persons, person_id, author)
        if claimed.is_new:
            await write_person(connection, record, claimed.recording)
            await publish_person(connection, person_id, claimed.recording)
            return Registered(RecordedPerson(record, claimed.recording.at), is_new=True)
        history = await read_person_history(connection, person_id)
    if record not in [version.record for version in history]:
        raise AlreadyExists
    return Registered(history[-1], is_new=False)
