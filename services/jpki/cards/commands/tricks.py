"""Tricks of a card: set, shown, forgotten, and played by its next presence proofs, each once."""

import asyncio
from uuid import UUID

from cryptography import x509

from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.desk import end_certificate
from services.jpki.cards.rules.card import CardKey
from services.jpki.cards.rules.presence import sign_presence_proof
from services.jpki.cards.rules.tricks import PULLED_OUT, REVOKED_JUST_NOW, Trick, must_have_room, trick_named
from services.jpki.cards.store.cards import find_card
from services.jpki.cards.store.tricks import add_trick, forget_tricks, take_trick, tricks_waiting
from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.taken import taken
from services.jpki.status.rules.revocation import RevocationReason
from shared.errors import CardRemoved
from shared.pki.proof import ProofClaims
from shared.worlds.world import World


async def set_trick(world: World, card_id: UUID, name: str) -> list[Trick]:
    """Let the card play a trick after those that wait; return all of them.

    Raises RequestInvalid (no such trick, or too many), ResourceNotFound.
    """
    trick = trick_named(name)
    async with world.database.transaction() as connection:
        # Locked, so that they stand in the order in which they are answered, and no more than there may be.
        await find_card(connection, card_id, lock=True)
        waiting = await tricks_waiting(connection, card_id)
        must_have_room(len(waiting))
        await add_trick(connection, card_id, trick.id)
    return [*map(trick_named, waiting), trick]


async def tricks_of(world: World, card_id: UUID) -> list[Trick]:
    """Return the tricks that wait, the next one first; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        await find_card(connection, card_id)
        return [trick_named(name) for name in await tricks_waiting(connection, card_id)]


async def forget(world: World, card_id: UUID) -> None:
    """Forget all tricks that wait; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        await find_card(connection, card_id)
        await forget_tricks(connection, card_id)


async def sign_or_play(world: World, authorities: Authorities, card_id: UUID, key: CardKey, claims: ProofClaims) -> str:
    """Return the proof as the card signs it, or as its next trick wants it; raises CardRemoved."""
    async with world.database.transaction() as connection:
        trick = await take_trick(connection, card_id)
        card = None if trick is None else await find_card(connection, card_id, lock=trick == REVOKED_JUST_NOW)
        if card is not None and trick == REVOKED_JUST_NOW:
            await end_certificate(connection, card, RevocationReason.KEY_COMPROMISE, world.clock.now())
    if trick == PULLED_OUT:
        raise CardRemoved
    forge = None if trick is None or trick not in ODD_PROOFS else ODD_PROOFS[trick].forge
    if card is None or forge is None:
        return sign_presence_proof(claims, key.certificate_der, key.private_key)
    hand = taken(
        claims,
        key.private_key,
        x509.load_der_x509_certificate(key.certificate_der),
        card.certificate.generation,
        await authorities.of(CaKind.AUTHENTICATION),
        world.clock.now(),
    )
    # Keys and certificates are made for it, outside the loop.
    return await asyncio.to_thread(forge, hand)
