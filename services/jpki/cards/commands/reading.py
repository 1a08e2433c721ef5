"""What everybody may read of a card."""

from uuid import UUID

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.keys import key_of
from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.store.cards import find_card, find_phones
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


async def read_phones(world: World, card: Card) -> list[Card]:
    """Return the phones that were made from a card, the oldest first; a phone has none."""
    if card.carrier is not Carrier.CARD:
        return []
    async with world.database.transaction() as connection:
        return await find_phones(connection, card.card_id)
