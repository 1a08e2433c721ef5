"""What the municipal desk and J-LIS do to a card: a new PIN, the end of its certificate."""

from uuid import UUID

from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import FACE_TRIES, PIN_TRIES, require_resettable
from services.jpki.cards.store.cards import find_card, set_face_tries_left, set_pin, set_tries_left
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
    """Revoke the certificate for ever; raises ResourceNotFound, AlreadyExists (revoked for another reason)."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if card.revocation is not None:
            if card.revocation.reason is not reason:
                raise AlreadyExists
            return card
        revocation = Revocation(card.serial_number, reason, world.clock.now())
        await add_revocation(connection, card.generation, revocation)
        return await find_card(connection, card_id)
