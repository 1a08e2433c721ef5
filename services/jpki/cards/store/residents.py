"""Whose each card is: kept as it is published to the registry, in versions."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.cards.rules.residents import Followed, FourAttributes, Resident
from services.jpki.tables import card_holders
from shared.domain.codes import Sex
from shared.pki.serials import serial_bytes
from shared.published.versions import is_open_version

_ATTRIBUTES = ("name", "name_kana", "birthdate", "sex", "address")


async def find_holder(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: int, at: datetime
) -> Resident:
    """Return who holds the card with this certificate."""
    row = (
        await connection.execute(
            select(card_holders).where(
                card_holders.c.authority_key_id == authority_key_id,
                card_holders.c.serial_number == serial_bytes(serial_number),
                is_open_version(card_holders, at),
            )
        )
    ).one()
    attributes = None
    if row.name is not None:
        attributes = FourAttributes(row.name, row.name_kana, row.birthdate, Sex(row.sex), row.address)
    return Resident(bytes(row.resident_key), attributes)


async def write_holder(
    connection: AsyncConnection,
    authority_key_id: bytes,
    serial_number: int,
    holder: Resident,
    at: datetime,
    follows: Followed | None = None,
) -> None:
    """Record who holds the card with this certificate, in the place of what was known before."""
    await connection.execute(
        update(card_holders)
        .where(
            card_holders.c.authority_key_id == authority_key_id,
            card_holders.c.serial_number == serial_bytes(serial_number),
            is_open_version(card_holders, at),
        )
        .values(known_to=at)
    )
    attributes = holder.attributes
    await connection.execute(
        insert(card_holders).values(
            authority_key_id=authority_key_id,
            serial_number=serial_bytes(serial_number),
            resident_key=holder.key,
            known_from=at,
            **({} if follows is None else _followed(follows)),
            **({} if attributes is None else {name: getattr(attributes, name) for name in _ATTRIBUTES}),
        )
    )


def _followed(follows: Followed) -> dict[str, object]:
    return {
        "follows_authority_key_id": follows.authority_key_id,
        "follows_serial_number": serial_bytes(follows.serial_number),
        "replaces": follows.is_replaced,
    }
