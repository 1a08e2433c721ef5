"""What everybody may read of a card."""

from uuid import UUID

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.keys import key_of
from services.jpki.cards.rules.card import Card
from services.jpki.cards.store.cards import find_card
from shared.worlds.world import World


async def read_card(world: World, card_id: UUID) -> Card:
    """Return the card; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        return await find_card(connection, card_id)


async def read_certificate(world: World, authorities: Authorities, card_id: UUID) -> bytes:
    """Return the card's certificate as DER; raises ResourceNotFound."""
    by_generation = await authorities.all()
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id)
        return (await key_of(connection, card, by_generation[card.generation])).certificate_der
