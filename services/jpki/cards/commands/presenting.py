"""Having a card sign, once its holder is verified.

A wrong PIN must count even though the request is refused, so refusals that leave a trace are raised after the commit.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.store import Authorities
from services.jpki.cards.commands.keys import key_of
from services.jpki.cards.rules.card import Card, CardKey
from services.jpki.cards.rules.holder import require_way, try_pin
from services.jpki.cards.rules.presence import sign_presence_proof
from services.jpki.cards.store.cards import find_card, set_tries_left
from shared.errors import PinBlocked, PinWrong
from shared.pki.proof import ProofClaims
from shared.worlds.world import World


async def prove_presence(
    world: World, authorities: Authorities, card_id: UUID, claims: ProofClaims, pin: str | None
) -> str:
    """Return the presence proof that the card signs once its holder is verified.

    Raises ResourceNotFound, VerificationUnavailable, PinWrong, PinBlocked. A revoked or expired card signs as well.
    """
    by_generation = await authorities.all()
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id)
        require_way(claims.holder_verification, card.carrier, card.pin)
        refusal = await _enter_pin(connection, card, pin)
        signer = refusal or await key_of(connection, card, by_generation[card.generation])
    if not isinstance(signer, CardKey):
        raise signer
    return sign_presence_proof(claims, signer.certificate_der, signer.private_key)


async def _enter_pin(connection: AsyncConnection, card: Card, entered: str | None) -> PinWrong | PinBlocked | None:
    """Judge and count the entry; return the refusal, to be raised after the commit."""
    if entered is None:
        return None
    attempt = try_pin(entered, card.pin, card.pin_tries_left)
    if attempt.tries_left != card.pin_tries_left:
        # It counts: judge it again alone, so that entries at the same time never share a try.
        card = await find_card(connection, card.card_id, lock=True)
        attempt = try_pin(entered, card.pin, card.pin_tries_left)
        await set_tries_left(connection, card.card_id, attempt.tries_left)
    return attempt.refusal
