"""Which card certificate belongs to whom, as recorded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Row, Select, func, insert, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.rules.cards import CardCertificate, Channel
from services.registry.recording import Recording, known
from services.registry.table_forms import INFINITY, array_of
from services.registry.tables import card_registration_ends, card_registrations


class EndReason(StrEnum):
    """Why a registration ended."""

    HOLDER_REQUEST = "holder_request"
    """利用登録の解除."""
    RENEWED = "renewed"
    """電子証明書の更新: another registration has taken its place."""
    OTHER = "other"


class EarlierRegistrations(StrEnum):
    """Whether a person had registered a card or phone before, and whether that still counts."""

    NONE = "none"
    ACTIVE = "active"
    """Both count: a phone beside the card."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CardRegistration:
    """初回登録: from ``recorded_at`` on, this certificate is this person's insurance card."""

    registration_id: UUID
    person_id: UUID
    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    channel: Channel
    recorded_at: datetime
    renewed_from: UUID | None = None
    """The registration whose certificate this one's has replaced."""
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


async def write_card_registration(
    connection: AsyncConnection, registration: CardRegistration, recording: Recording
) -> bool:
    """Record the link; False, and nothing done, when the certificate is linked already."""
    made = await connection.execute(
        insert_or_skip(card_registrations)
        .values(
            version_id=registration.registration_id,
            authority_key_id=registration.authority_key_id,
            serial_number=registration.serial_number,
            person_id=registration.person_id,
            channel=registration.channel.value,
            renewed_from=registration.renewed_from,
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


def rows_of_cards(
    linked: Iterable[tuple[UUID, CardCertificate, Channel]], recording: Recording
) -> list[dict[str, Any]]:
    """Return the rows of links that are made for the first time."""
    return [
        {
            "version_id": recording.new_id(),
            "authority_key_id": certificate.authority_key_id,
            "serial_number": certificate.serial_number,
            "person_id": person_id,
            "channel": channel.value,
            "recorded_at": recording.at,
            "recorded_by": recording.author.client_id,
        }
        for person_id, certificate, channel in linked
    ]


async def read_holders_of(
    connection: AsyncConnection, certificates: Sequence[tuple[bytes, bytes]]
) -> dict[tuple[bytes, bytes], UUID]:
    """Return to whom those of these certificates that are linked now are: authority key identifier, serial number."""
    named = func.unnest(
        array_of((authority for authority, _ in certificates), LargeBinary),
        array_of((serial for _, serial in certificates), LargeBinary),
    )
    wanted = named.table_valued("authority_key_id", "serial_number").render_derived(name="wanted")
    columns = card_registrations.c
    rows = await connection.execute(
        select(columns.authority_key_id, columns.serial_number, columns.person_id)
        .join(
            wanted,
            (columns.authority_key_id == wanted.c.authority_key_id) & (columns.serial_number == wanted.c.serial_number),
        )
        .where(known(card_registrations, None))
    )
    return {(bytes(row.authority_key_id), bytes(row.serial_number)): row.person_id for row in rows}


async def write_card_registration_end(
    connection: AsyncConnection, registration: CardRegistration, reason: EndReason, recording: Recording
) -> None:
    """Record that a link has ended."""
    await connection.execute(
        update(card_registrations)
        .where(
            card_registrations.c.version_id == registration.registration_id,
            card_registrations.c.superseded_at == INFINITY,
        )
        .values(superseded_at=recording.at)
    )
    await connection.execute(
        insert(card_registration_ends).values(
            registration_id=registration.registration_id,
            reason=reason.value,
            ended_at=recording.at,
            ended_by=recording.author.client_id,
        )
    )


async def read_card_registration(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes
) -> CardRegistration | None:
    """Return to whom a certificate is linked now."""
    return await _one(
        connection,
        _select().where(
            card_registrations.c.authority_key_id == authority_key_id,
            card_registrations.c.serial_number == serial_number,
            known(card_registrations, None),
        ),
    )


async def read_persons_of_certificates(
    connection: AsyncConnection, certificates: Collection[tuple[bytes, bytes]]
) -> set[UUID]:
    """Return whose these certificates are or were; what an operator took back does not count."""
    if not certificates:
        return set()
    certificate = tuple_(card_registrations.c.authority_key_id, card_registrations.c.serial_number)
    return set(await connection.scalars(_persons_who_registered().where(certificate.in_(certificates))))


async def has_registered_before(connection: AsyncConnection, person_id: UUID) -> bool:
    """Tell whether the person has, or had, a registered card."""
    found = await connection.scalars(_persons_who_registered().where(card_registrations.c.person_id == person_id))
    return found.first() is not None


async def read_earlier(connection: AsyncConnection, registration: CardRegistration) -> EarlierRegistrations:
    """Return whether the person's earlier registrations stand."""
    rows = await connection.scalars(
        select(card_registrations.c.superseded_at == INFINITY).where(
            card_registrations.c.person_id == registration.person_id,
            card_registrations.c.recorded_at < registration.recorded_at,
            card_registrations.c.version_id != registration.registration_id,
        )
    )
    stand = list(rows)
    if not stand:
        return EarlierRegistrations.NONE
    return EarlierRegistrations.ACTIVE if any(stand) else EarlierRegistrations.ENDED


async def read_card_registration_by_id(connection: AsyncConnection, registration_id: UUID) -> CardRegistration | None:
    """Return a registration, ended or not."""
    return await _one(connection, _select().where(card_registrations.c.version_id == registration_id))


async def read_renewal_of(connection: AsyncConnection, registration_id: UUID) -> CardRegistration | None:
    """Return the registration that took the place of another."""
    return await _one(connection, _select().where(card_registrations.c.renewed_from == registration_id))


async def count_card_registrations(connection: AsyncConnection) -> dict[Channel, int]:
    """Return how many links were made through each channel, all channels named."""
    rows = await connection.execute(
        select(card_registrations.c.channel, func.count())
        .where(known(card_registrations, None))
        .group_by(card_registrations.c.channel)
    )
    counts = {Channel(channel): number for channel, number in rows}
    return {channel: counts.get(channel, 0) for channel in Channel}


async def count_card_registration_ends(connection: AsyncConnection) -> dict[EndReason, int]:
    """Return how many links have ended for each reason, all reasons named."""
    ends = card_registration_ends
    rows = await connection.execute(select(ends.c.reason, func.count()).group_by(ends.c.reason))
    counts = {EndReason(reason): number for reason, number in rows}
    return {reason: counts.get(reason, 0) for reason in EndReason}


def _persons_who_registered() -> Select[tuple[UUID]]:
    ends = card_registration_ends
    return (
        select(card_registrations.c.person_id)
        .outerjoin_from(card_registrations, ends, ends.c.registration_id == card_registrations.c.version_id)
        .where(func.coalesce(ends.c.reason, "") != EndReason.OTHER.value)
    )


def _select() -> Select[Any]:
    ends = card_registration_ends
    return select(card_registrations, ends.c.ended_at, ends.c.reason).outerjoin_from(
        card_registrations, ends, ends.c.registration_id == card_registrations.c.version_id
    )


async def _one(connection: AsyncConnection, statement: Select[Any]) -> CardRegistration | None:
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _registration_of(row)


def _registration_of(row: Row[Any]) -> CardRegistration:
    return CardRegistration(
        row.version_id,
        row.person_id,
        bytes(row.authority_key_id),
        bytes(row.serial_number),
        Channel(row.channel),
        row.recorded_at,
        row.renewed_from,
        row.ended_at,
        None if row.reason is None else EndReason(row.reason),
    )
