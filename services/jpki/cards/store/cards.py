"""Cards in the database: what they are, the tries that their PIN has left, and their keys."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.store import load_private_key, private_key_bytes
from services.jpki.cards.rules.card import Card, CardKey, NewCardRow
from services.jpki.cards.rules.holder import FACE_TRIES, PIN_TRIES, Carrier
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.tables import authorities, card_keys, cards, revocations
from shared.errors import ResourceNotFound


async def add_card(connection: AsyncConnection, new: NewCardRow) -> bool:
    """Store a card under its generation's next serial; return False when there is a card of this id."""
    authority = authorities.c.generation == new.generation
    # Held until the commit: serials follow the order of creation, without gaps.
    serial_number = (
        1
        + (
            await connection.scalars(select(authorities.c.last_serial).where(authority).with_for_update(key_share=True))
        ).one()
    )
    added = await connection.execute(
        insert_or_skip(cards)
        .values(
            card_id=new.card_id,
            created_at=new.created_at,
            request_digest=new.request_digest,
            birthdate=new.birthdate,
            pin=new.pin,
            pin_tries_left=PIN_TRIES,
            face_tries_left=FACE_TRIES,
            carrier=new.carrier.value,
            generation=new.generation,
            serial_number=serial_number,
            not_before=new.not_before,
            not_after=new.not_after,
            phone_of=new.phone_of,
        )
        .on_conflict_do_nothing(index_elements=[cards.c.card_id])
        .returning(cards.c.card_id)
    )
    if added.one_or_none() is None:
        return False
    await connection.execute(update(authorities).where(authority).values(last_serial=serial_number))
    return True


async def find_card(connection: AsyncConnection, card_id: UUID, *, lock: bool = False) -> Card:
    """Return the card, and with ``lock`` keep others from it until the commit; raises ResourceNotFound."""
    if lock:
        # A statement of its own: one that waited would still read revocations as they were before it waited.
        await connection.execute(
            select(cards.c.card_id).where(cards.c.card_id == card_id).with_for_update(key_share=True)
        )
    row = (
        await connection.execute(
            select(cards, revocations.c.reason, revocations.c.revoked_at)
            .select_from(cards.outerjoin(revocations))
            .where(cards.c.card_id == card_id)
        )
    ).one_or_none()
    if row is None:
        raise ResourceNotFound
    return _card(row)


async def find_phones(connection: AsyncConnection, card_id: UUID) -> list[Card]:
    """Return the phones that were made from a card, the oldest first."""
    rows = await connection.execute(
        select(cards, revocations.c.reason, revocations.c.revoked_at)
        .select_from(cards.outerjoin(revocations))
        .where(cards.c.phone_of == card_id)
        .order_by(cards.c.created_at, cards.c.serial_number)
    )
    return [_card(row) for row in rows]


def _card(row: Row[Any]) -> Card:
    return Card(
        card_id=row.card_id,
        request_digest=row.request_digest,
        pin=row.pin,
        pin_tries_left=row.pin_tries_left,
        face_tries_left=row.face_tries_left,
        carrier=Carrier(row.carrier),
        generation=row.generation,
        serial_number=row.serial_number,
        not_before=row.not_before,
        not_after=row.not_after,
        revocation=(
            None if row.reason is None else Revocation(row.serial_number, RevocationReason(row.reason), row.revoked_at)
        ),
        birthdate=row.birthdate,
        phone_of=row.phone_of,
    )


async def set_pin(connection: AsyncConnection, card_id: UUID, pin: str) -> None:
    """Store another PIN."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(pin=pin))


async def set_tries_left(connection: AsyncConnection, card_id: UUID, tries_left: int) -> None:
    """Store how many tries the PIN has left."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(pin_tries_left=tries_left))


async def set_face_tries_left(connection: AsyncConnection, card_id: UUID, tries_left: int) -> None:
    """Store how many faces may be shown that are not the holder's."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(face_tries_left=tries_left))


async def find_key(connection: AsyncConnection, card_id: UUID) -> CardKey | None:
    """Return the card's key, or None while it has never been needed."""
    row = (await connection.execute(select(card_keys).where(card_keys.c.card_id == card_id))).one_or_none()
    return None if row is None else CardKey(load_private_key(row.private_key), row.certificate)


async def add_key(connection: AsyncConnection, card_id: UUID, key: CardKey) -> None:
    """Store the card's key; the card must be locked."""
    await connection.execute(
        insert(card_keys).values(
            card_id=card_id,
            private_key=private_key_bytes(key.private_key),
            certificate=key.certificate_der,
        )
    )
