"""初回登録: linking a card's user-authentication certificate to a person."""

from uuid import UUID

from services.registry.card_channels import Channel
from services.registry.enrolment.outcome import Registered, unknown
from services.registry.publication import publish_card_registration
from services.registry.recording import Author, lock, mark_changed
from services.registry.store.cards import CardRegistration, read_card_registration, write_card_registration
from services.registry.tables import persons
from shared.errors import AlreadyExists, RequestInvalid


async def register_card(
    author: Author, person_id: UUID, authority_key_id: bytes, serial_number: bytes, channel: Channel
) -> Registered[CardRegistration]:
    """Link a certificate to a person, or find the link (through whichever channel it was made).

    Raises RequestInvalid (no such person), AlreadyExists (the certificate is another person's).
    """
    async with author.world.database.transaction() as connection:
        recording = await lock(connection, persons, person_id, author)
        if recording is None:
            raise RequestInvalid([unknown("person_id")])
        registration = CardRegistration(person_id, authority_key_id, serial_number, channel, recording.at)
        if await write_card_registration(connection, registration, recording):
            await publish_card_registration(connection, registration, recording)
            await mark_changed(connection, persons, person_id, recording)
            return Registered(registration, is_new=True)
        found = await read_card_registration(connection, authority_key_id, serial_number)
    if found is None or found.person_id != person_id:
        raise AlreadyExists(
            detail="The certificate is registered for another person.",
            detail_ja="この電子証明書は別の方に登録されています。",
        )
    return Registered(found, is_new=False)
