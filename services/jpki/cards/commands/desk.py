"""What the municipal desk and J-LIS do to a card: a new PIN, the end of its certificate."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import FACE_TRIES, PIN_TRIES, require_resettable
from services.jpki.cards.store.cards import find_card, find_phones, set_face_tries_left, set_pin, set_tries_left
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.status.store.revocations import add_revocation
from shared.errors import AlreadyExists
from shared.worlds.world import World


async def reset_pin(world: World, card_id: UUID, pin: str | None) -> Card:
    """Set a new PIN, give back all tries of PIN and face; a card without PIN takes none and gets its face back.

    Raises ResourceNotFound, VerificationUnavailable (there is no PIN), RequestInvalid (there is one).
    """
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        require_resettable(card.carrier, card.pin, pin)
        if pin is not None:
            await set_pin(connection, card_id, pin)
            await set_tries_left(connection, card_id, PIN_TRIES)
        await set_face_tries_left(connection, card_id, FACE_TRIES)
        return await find_card(connection, card_id)


async def revoke(world: World, card_id: UUID, reason: RevocationReason) -> Card:
    """Revoke the certificate for ever, and with it the phone's; raises ResourceNotFound.

    AlreadyExists: it was revoked for another reason.
    """
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if card.certificate.revocation is not None:
            if card.certificate.revocation.reason is not reason:
                raise AlreadyExists
            return card
        now = world.clock.now()
        await end_certificate(connection, card, reason, now)
        for phone in await find_phones(connection, card_id):
            await end_certificate(connection, phone, RevocationReason.CESSATION_OF_OPERATION, now)
        return await find_card(connection, card_id)


async def end_certificate(connection: AsyncConnection, card: Card, reason: RevocationReason, at: datetime) -> None:
    """Revoke the certificate of a locked card, or of a phone whose card is locked, unless it is revoked already."""
    ending = (await find_card(connection, card.card_id, lock=True)).certificate
    if ending.revocation is None:
        revocation = Revocation(ending.serial_number, reason, at)
        await add_revocation(connection, ending.kind, ending.generation, revocation)
