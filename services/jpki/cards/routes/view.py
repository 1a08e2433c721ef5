"""A card as every route shows it."""

from services.jpki.authority.store import Authorities
from services.jpki.cards.messages.cards import CardView, card_view
from services.jpki.cards.rules.card import Card


async def view_of(authorities: Authorities, card: Card) -> CardView:
    """Return what the API shows of ``card``."""
    return card_view(card, (await authorities.all())[card.generation])
