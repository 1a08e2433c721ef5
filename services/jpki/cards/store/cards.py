"""Cards in the database: what they are, and the tries that their PIN and face have left."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.card import Card, NewCardRow
from services.jpki.cards.rules.holder import FACE_TRIES, PIN_TRIES, Carrier
from services.jpki.cards.rules.issuance import CertificatePlan
from services.jpki.cards.store.certificates import (
    CERTIFICATE_COLUMNS,
    add_certificate,
    allot_serial,
    certificate_of,
)
from services.jpki.tables import cards, certificates, revocations
from shared.errors import ResourceNotFound


async def add_card(connection: AsyncConnection, new: NewCardRow, plan: CertificatePlan) -> bool:
    """Store a card with its certificate under the authority's next serial; False when there is a card of this id."""
    serial_number = await allot_serial(connection, plan.kind, plan.generation)
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
            phone_of=new.phone_of,
        )
        .on_conflict_do_nothing(index_elements=[cards.c.card_id])
        .returning(cards.c.card_id)
    )
    if added.one_or_none() is None:
        return False
    await add_certificate(connection, new.card_id, plan, serial_number)
    return True


async def find_card(connection: AsyncConnection, card_id: UUID, *, lock: bool = False) -> Card:
    """Return the card, and with ``lock`` keep others from it until the commit; raises ResourceNotFound."""
    if lock:
        # A statement of its own: one that waited would still read revocations as they were before it waited.
        await connection.execute(
            select(cards.c.card_id).where(cards.c.card_id == card_id).with_for_update(key_share=True)
        )
    newest = _select().where(cards.c.card_id == card_id).order_by(certificates.c.renewal.desc()).limit(1)
    row = (await connection.execute(newest)).one_or_none()
    if row is None:
        raise ResourceNotFound
    return _card(row)


async def find_phones(connection: AsyncConnection, card_id: UUID) -> list[Card]:
    """Return the phones that were made from a card, the oldest first; a phone's certificate is never renewed."""
    rows = await connection.execute(
        _select().where(cards.c.phone_of == card_id).order_by(cards.c.created_at, certificates.c.serial_number)
    )
    return [_card(row) for row in rows]


async def set_pin(connection: AsyncConnection, card_id: UUID, pin: str) -> None:
    """Store another PIN."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(pin=pin))


async def set_tries_left(connection: AsyncConnection, card_id: UUID, tries_left: int) -> None:
    """Store how many tries the PIN has left."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(pin_tries_left=tries_left))


async def set_face_tries_left(connection: AsyncConnection, card_id: UUID, tries_left: int) -> None:
    """Store how many faces may be shown that are not the holder's."""
    await connection.execute(update(cards).where(cards.c.card_id == card_id).values(face_tries_left=tries_left))


def _select() -> Select[Any]:
    return (
        select(cards, *CERTIFICATE_COLUMNS)
        .select_from(cards.join(certificates, certificates.c.card_id == cards.c.card_id).outerjoin(revocations))
        .where(certificates.c.kind == CaKind.AUTHENTICATION.value)
    )


def _card(row: Row[Any]) -> Card:
    return Card(
        card_id=row.card_id,
        request_digest=row.request_digest,
        pin=row.pin,
        pin_tries_left=row.pin_tries_left,
        face_tries_left=row.face_tries_left,
        carrier=Carrier(row.carrier),
        birthdate=row.birthdate,
        phone_of=row.phone_of,
        shared_key=row.shared_key,
        certificate=certificate_of(row),
    )
