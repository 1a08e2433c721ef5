"""What can be done with a card: make it, read its certificate, have it sign, reset its PIN, revoke it.

Each is one transaction. A wrong PIN must count even though the request is refused, so refusals that leave a trace are
raised after the commit.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules import Authority, issue_certificate, new_private_key
from services.jpki.authority.store import Authorities
from services.jpki.cards.rules.card import Card, CardKey, NewCardRow
from services.jpki.cards.rules.holder import PIN_TRIES, POLICIES, PinState, pin_state, require_way, try_pin
from services.jpki.cards.rules.issuance import CardOrder, common_name_of, plan_certificate
from services.jpki.cards.rules.presence import sign_presence_proof
from services.jpki.cards.rules.residents import FourAttributes, Resident
from services.jpki.cards.store.cards import add_card, add_key, find_card, find_key, set_pin, set_tries_left
from services.jpki.cards.store.residents import find_holder, write_holder
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.status.store.revocations import add_revocation
from shared.clock import day_in_japan
from shared.errors import (
    AlreadyExists,
    PinBlocked,
    PinWrong,
    RequestInvalid,
    ResourceNotFound,
    VerificationUnavailable,
    Violation,
)
from shared.ids import new_id
from shared.pki.proof import ProofClaims
from shared.worlds.world import World

_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class WhoseCard:
    """Whose a new card is to be: the holder's of another card, somebody described, or somebody unknown."""

    same_holder_as: UUID | None
    attributes: FourAttributes | None


NOBODY_TOLD: Final = WhoseCard(None, None)


async def make_card(
    world: World, authorities: Authorities, order: CardOrder, whose: WhoseCard, digest: bytes, card_id: UUID | None
) -> tuple[Card, bool]:
    """Return the card and whether it is new; the same request again, by its digest, finds the card that it made.

    Every card that is made alone is a resident's of its own, whoever is described: only a card of theirs in the hand
    gives a person a second one. Raises RequestInvalid (also: no such other card), AlreadyExists (another request made
    a card of this id).
    """
    now = world.clock.now()
    by_generation = await authorities.all()
    card_id = card_id or new_id(now, world.random_bytes)
    plan = plan_certificate(order, day_in_japan(now), list(by_generation.values()))
    async with world.database.transaction() as connection:
        holder = Resident(world.random_bytes(_KEY_BYTES), whose.attributes)
        if whose.same_holder_as is not None:
            holder = await _holder_of(connection, by_generation, whose.same_holder_as, now)
        is_new = await add_card(
            connection,
            NewCardRow(
                card_id=card_id,
                created_at=now,
                request_digest=digest,
                birthdate=order.birthdate,
                pin=order.pin,
                carrier=order.carrier,
                generation=plan.generation,
                not_before=plan.not_before,
                not_after=plan.not_after,
            ),
        )
        card = await find_card(connection, card_id, lock=True)
        if card.request_digest != digest:
            raise AlreadyExists
        key_id = by_generation[card.generation].key_id
        if is_new:
            await write_holder(connection, key_id, card.serial_number, holder, now)
        elif whose != NOBODY_TOLD:
            await _tell_again(connection, key_id, card, whose, holder, now)
    return card, is_new


async def _holder_of(
    connection: AsyncConnection, by_generation: Mapping[int, Authority], card_id: UUID, at: datetime
) -> Resident:
    try:
        card = await find_card(connection, card_id)
    except ResourceNotFound:
        raise RequestInvalid(
            [Violation("/same_holder_as", "unknown", "There is no such card.", "該当するカードがありません。")]
        ) from None
    return await find_holder(connection, by_generation[card.generation].key_id, card.serial_number, at)


async def _tell_again(
    connection: AsyncConnection, key_id: bytes, card: Card, whose: WhoseCard, holder: Resident, at: datetime
) -> None:
    """Let the request again say what an older program never asked: who holds a card that it made."""
    kept = await find_holder(connection, key_id, card.serial_number, at)
    if kept.attributes is None and whose.attributes is not None:
        await write_holder(connection, key_id, card.serial_number, Resident(kept.key, whose.attributes), at)
    elif kept.attributes != holder.attributes or (whose.same_holder_as is not None and kept.key != holder.key):
        raise AlreadyExists


async def read_card(world: World, card_id: UUID) -> Card:
    """Return the card; raises ResourceNotFound."""
    async with world.database.transaction() as connection:
        return await find_card(connection, card_id)


async def read_certificate(world: World, authorities: Authorities, card_id: UUID) -> bytes:
    """Return the card's certificate as DER; raises ResourceNotFound."""
    by_generation = await authorities.all()
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id)
        return (await _key_of(connection, card, by_generation[card.generation])).certificate_der


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
        signer = refusal or await _key_of(connection, card, by_generation[card.generation])
    if not isinstance(signer, CardKey):
        raise signer
    return sign_presence_proof(claims, signer.certificate_der, signer.private_key)


async def reset_pin(world: World, card_id: UUID, pin: str) -> Card:
    """Set a new PIN and three tries; raises ResourceNotFound, VerificationUnavailable (there is no PIN)."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if pin_state(card.carrier, card.pin, card.pin_tries_left) is PinState.NONE:
            raise VerificationUnavailable
        await set_pin(connection, card_id, pin)
        await set_tries_left(connection, card_id, PIN_TRIES)
        return await find_card(connection, card_id)


async def revoke(world: World, card_id: UUID, reason: RevocationReason) -> Card:
    """Revoke the certificate for ever; raises ResourceNotFound, AlreadyExists (revoked for another reason)."""
    async with world.database.transaction() as connection:
        card = await find_card(connection, card_id, lock=True)
        if card.revocation is not None:
            if card.revocation.reason is not reason:
                raise AlreadyExists
            return card
        revocation = Revocation(card.serial_number, reason, world.clock.now())
        await add_revocation(connection, card.generation, revocation)
        return await find_card(connection, card_id)


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


async def _key_of(connection: AsyncConnection, card: Card, authority: Authority) -> CardKey:
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
