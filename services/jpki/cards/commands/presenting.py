"""Having a card verify its holder, and sign.

A wrong PIN must count even though the request is refused, so refusals that leave a trace are raised after the commit.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities, private_key_bytes
from services.jpki.cards.commands.keys import key_of
from services.jpki.cards.commands.tricks import sign_or_play
from services.jpki.cards.rules.card import Card, CardKey
from services.jpki.cards.rules.holder import HolderShown, VerificationRefusal, require_way, try_face, try_pin
from services.jpki.cards.rules.verification import read_verification, verification_key, write_verification
from services.jpki.cards.store.cards import find_card, set_face_tries_left, set_tries_left
from shared.pki.proof import HolderVerification, ProofClaims
from shared.worlds.world import World


async def verify_holder(world: World, authorities: Authorities, card_id: UUID, shown: HolderShown, at: datetime) -> str:
    """Return a verification: the card's word that its holder is there, as of ``at``.

    Raises ResourceNotFound, VerificationUnavailable, PinWrong, PinBlocked, FaceMismatch, FaceBlocked.
    """
    key = await _key_once_verified(world, authorities, card_id, shown)
    return write_verification(_mac_key(key), world.life, shown.way, at)


async def prove_presence(
    world: World,
    authorities: Authorities,
    card_id: UUID,
    holder: HolderShown | str,
    claims_with: Callable[[HolderVerification], ProofClaims],
    at: datetime,
    kind: CaKind = CaKind.AUTHENTICATION,
) -> str:
    """Return the presence proof that the card signs once its holder is verified: now, or by a verification before.

    ``kind`` says with which of its certificates.

    Raises as ``verify_holder`` does, RequestInvalid when the verification is not good for this card at ``at``, and
    CardRemoved as the card's next trick wants it. A revoked or expired card signs as well.
    """
    if isinstance(holder, HolderShown):
        key, way = await _key_once_verified(world, authorities, card_id, holder), holder.way
    else:
        key = await _key_once_verified(world, authorities, card_id, None)
        way = read_verification(holder, _mac_key(key), world.life, at)
    if kind is not CaKind.AUTHENTICATION:
        async with world.database.transaction() as connection:
            key = await key_of(connection, authorities, await find_card(connection, card_id), kind)
    return await sign_or_play(world, authorities, card_id, key, claims_with(way))


async def _key_once_verified(
    world: World, authorities: Authorities, card_id: UUID, shown: HolderShown | None
) -> CardKey:
    """Return the card's key; with ``shown`` only when that is its holder."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id)
        refusal = None if shown is None else await _judge(connection, card, shown)
        signer = refusal or await key_of(connection, authorities, card)
    if not isinstance(signer, CardKey):
        raise signer
    return signer


async def _judge(connection: AsyncConnection, card: Card, shown: HolderShown) -> VerificationRefusal | None:
    """Judge and count what was shown; return the refusal, to be raised after the commit."""
    require_way(shown.way, card.carrier, card.pin)
    if shown.pin is not None:
        attempt = try_pin(shown.pin, card.pin, card.pin_tries_left)
        if attempt.tries_left != card.pin_tries_left:
            # It counts: judge it again alone, so that entries at the same time never share a try.
            card = await find_card(connection, card.card_id, lock=True)
            attempt = try_pin(shown.pin, card.pin, card.pin_tries_left)
            await set_tries_left(connection, card.card_id, attempt.tries_left)
        return attempt.refusal
    if shown.way == "face":
        comparison = try_face(shown.is_holders_face, card.face_tries_left)
        if comparison.tries_left != card.face_tries_left:
            card = await find_card(connection, card.card_id, lock=True)
            comparison = try_face(shown.is_holders_face, card.face_tries_left)
            await set_face_tries_left(connection, card.card_id, comparison.tries_left)
        return comparison.refusal
    return None


def _mac_key(key: CardKey) -> bytes:
    return verification_key(private_key_bytes(key.private_key))
