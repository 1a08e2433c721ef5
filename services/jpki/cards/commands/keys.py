"""A card's key and certificate: made when they are first needed."""

import asyncio

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import new_private_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.cards.rules.card import Card, CardKey
from services.jpki.cards.rules.holder import POLICIES
from services.jpki.cards.rules.issuance import common_name_of
from services.jpki.cards.store.cards import add_key, find_card, find_key


async def key_of(connection: AsyncConnection, card: Card, authority: Authority) -> CardKey:
    """Return the card's key and certificate; the first who needs them makes them."""
    key = await find_key(connection, card.card_id)
    if key is None:
        await find_card(connection, card.card_id, lock=True)
        key = await find_key(connection, card.card_id)
    if key is None:
        key = await asyncio.to_thread(_make_key, card, authority)
        await add_key(connection, card.card_id, key)
    return key


def _make_key(card: Card, authority: Authority) -> CardKey:
    private_key = new_private_key()
    certificate = issue_certificate(
        authority,
        private_key.public_key(),
        common_name=common_name_of(card.card_id),
        serial_number=card.serial_number,
        not_before=card.not_before,
        not_after=card.not_after,
        policy=POLICIES[card.carrier],
    )
    return CardKey(private_key, certificate.public_bytes(Encoding.DER))
