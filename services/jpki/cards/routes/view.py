"""A card as every route shows it."""

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.reading import read_phones
from services.jpki.cards.messages.cards import CardView, card_view
from services.jpki.cards.rules.card import Card
from shared.worlds.world import World


async def view_of(world: World, authorities: Authorities, card: Card) -> CardView:
    """Return what the API shows of ``card``."""
    authority = (await authorities.all())[card.generation]
    return card_view(card, authority, await read_phones(world, card))
