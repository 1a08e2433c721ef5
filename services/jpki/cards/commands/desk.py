"""What the municipal desk and J-LIS do to a card: a new PIN, the end of its certificate."""

from uuid import UUID

from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import PIN_TRIES, PinState, pin_state
from services.jpki.cards.store.cards import find_card, set_pin, set_tries_left
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.status.store.revocations import add_revocation
from shared.errors import AlreadyExists, VerificationUnavailable
from shared.worlds.world import World


async def reset_pin(world: World, card_id: UUID, pin: str) -> Card:
    """Set a new PIN and three tries; raises ResourceNotFound, VerificationUnavailable (there is no PIN)."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if pin_state(card.carrier, card.pin, card.pin_tries_left) is PinState.NONE:
            raise VerificationUnavailable
        await set_pin(connection, card_id, pin)
        await set_tries_left(connection, card_id, PIN_TRIES)
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
