"""Making a card, and saying whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities
from services.jpki.cards.rules.card import Card, NewCardRow
from services.jpki.cards.rules.issuance import CardOrder, plan_certificate, plan_signature
from services.jpki.cards.rules.residents import FourAttributes, Resident
from services.jpki.cards.store.cards import add_card, find_card
from services.jpki.cards.store.certificates import add_certificate, allot_serial
from services.jpki.cards.store.residents import find_holder, write_holder
from shared.clock import day_in_japan
from shared.errors import AlreadyExists, RequestInvalid, ResourceNotFound, Violation
from shared.ids import new_id
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
    by_generation = await authorities.of(CaKind.AUTHENTICATION)
    card_id = card_id or new_id(now, world.random_bytes)
    plan = plan_certificate(order, day_in_japan(now), list(by_generation.values()))
    signing = None
    if order.has_signature:
        signing = plan_signature(order, plan, list((await authorities.of(CaKind.SIGNATURE)).values()))
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
            ),
            plan,
        )
        card = await find_card(connection, card_id, lock=True)
        if card.request_digest != digest:
            raise AlreadyExists
        key_id = by_generation[card.certificate.generation].key_id
        if is_new:
            if signing is not None:
                serial_number = await allot_serial(connection, signing.kind, signing.generation)
                await add_certificate(connection, card_id, signing, serial_number)
            await write_holder(connection, key_id, card.certificate.serial_number, holder, now)
            authorities.expect_key()
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
    return await find_holder(
        connection, by_generation[card.certificate.generation].key_id, card.certificate.serial_number, at
    )


async def _tell_again(
    connection: AsyncConnection, key_id: bytes, card: Card, whose: WhoseCard, holder: Resident, at: datetime
) -> None:
    """Let the request again say what an older program never asked: who holds a card that it made."""
    kept = await find_holder(connection, key_id, card.certificate.serial_number, at)
    if kept.attributes is None and whose.attributes is not None:
        await write_holder(connection, key_id, card.certificate.serial_number, Resident(kept.key, whose.attributes), at)
    elif kept.attributes != holder.attributes or (whose.same_holder_as is not None and kept.key != holder.key):
        raise AlreadyExists
