"""Which card certificate belongs to whom, as recorded."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.card_channels import Channel
from services.registry.recording import Recording, known, version_of
from services.registry.tables import card_registrations


@dataclass(frozen=True, slots=True)
class CardRegistration:
    """初回登録: from ``recorded_at`` on, this certificate is this person's insurance card."""

    person_id: UUID
    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    channel: Channel
    recorded_at: datetime


async def write_card_registration(
    connection: AsyncConnection, registration: CardRegistration, recording: Recording
) -> bool:
    """Record the link; False, and nothing done, when the certificate is linked already."""
    made = await connection.execute(
        insert(card_registrations)
        .values(
            version_id=recording.new_id(),
            authority_key_id=registration.authority_key_id,
            serial_number=registration.serial_number,
            person_id=registration.person_id,
            channel=registration.channel.value,
            recorded_at=registration.recorded_at,
            recorded_by=recording.author.client_id,
        )
        .on_conflict_do_nothing(
            index_elements=["authority_key_id", "serial_number"],
            index_where=text("superseded_at = 'infinity'"),
        )
        .returning(card_registrations.c.version_id)
    )
    return made.first() is not None


async def read_card_registration(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes
) -> CardRegistration | None:
    """Return to whom a certificate is linked now."""
    key = {"authority_key_id": authority_key_id, "serial_number": serial_number}
    row = await version_of(connection, card_registrations, key)
    return None if row is None else _registration_of(row)


async def count_card_registrations(connection: AsyncConnection) -> dict[Channel, int]:
    """Return how many links were made through each channel, all channels named."""
    rows = await connection.execute(
        select(card_registrations.c.channel, func.count())
        .where(known(card_registrations, None))
        .group_by(card_registrations.c.channel)
    )
    counts = {Channel(channel): number for channel, number in rows}
    return {channel: counts.get(channel, 0) for channel in Channel}


def _registration_of(row: Row[Any]) -> CardRegistration:
    return CardRegistration(
        row.person_id, bytes(row.authority_key_id), bytes(row.serial_number), Channel(row.channel), row.recorded_at
    )
