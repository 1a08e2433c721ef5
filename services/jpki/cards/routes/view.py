"""A card as every route shows it."""

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.reading import read_around
from services.jpki.cards.messages.cards import CardView, card_view
from services.jpki.cards.rules.card import Card
from shared.worlds.world import World


async def view_of(world: World, authorities: Authorities, card: Card) -> CardView:
    """Return what the API shows of ``card``."""
    around = await read_around(world, card)
    held = [
        each for kind in {each.kind for each in around.certificates} for each in (await authorities.of(kind)).values()
    ]
    return card_view(card, held, around)
