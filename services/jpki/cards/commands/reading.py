"""What everybody may read of a card."""

from dataclasses import dataclass
from uuid import UUID

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.keys import key_of
from services.jpki.cards.rules.card import Card, CardCertificate
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.store.cards import find_card, find_phones
from services.jpki.cards.store.certificates import find_certificates
from shared.worlds.world import World


async def read_card(world: World, card_id: UUID) -> Card:
    """Return the card; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        return await find_card(connection, card_id)


async def read_certificate(world: World, authorities: Authorities, card_id: UUID) -> bytes:
    """Return the card's certificate as DER; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id)
        return (await key_of(connection, authorities, card)).certificate_der


@dataclass(frozen=True, slots=True)
class Around:
    """What hangs on a card: all its certificates, and the phones that were made from it, the oldest first."""

    certificates: list[CardCertificate]
    phones: list[Card]


async def read_around(world: World, card: Card) -> Around:
    """Return what hangs on a card; a phone has no phones."""
    async with world.database.transaction() as connection:
        phones = await find_phones(connection, card.card_id) if card.carrier is Carrier.CARD else []
        return Around(await find_certificates(connection, card.card_id), phones)
