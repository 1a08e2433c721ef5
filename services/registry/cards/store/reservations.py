"""Reservations of card registrations (予約登録) as recorded."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Uuid, any_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.rules.cards import Channel
from services.registry.recording import Recording, known, record_version, version_of
from services.registry.table_forms import array_of
from services.registry.tables import card_reservation_versions
from shared.domain.codes import Sex
from shared.domain.matching import Description


class ReservationState(StrEnum):
    """Where a reservation stands; only ``active`` is for good."""

    RESERVED = "reserved"
    """予約中: nobody on record is meant yet."""
    ACTIVE = "active"
    """登録済: the card is registered."""
    UNMATCHED = "unmatched"
    """不一致: data have arrived that may be meant, and do not agree, or mean several, or the card is another's."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A card that waits for its holder's data; the holder is named by id or described."""

    reservation_id: UUID
    authority_key_id: bytes
    serial_number: bytes = field(repr=False)
    channel: Channel
    state: ReservationState
    wanted_person_id: UUID | None
    description: Description | None = field(repr=False)
    registered_person_id: UUID | None
    recorded_at: datetime


async def read_reservation(connection: AsyncConnection, reservation_id: UUID) -> Reservation | None:
    """Return a reservation as recorded now."""
    row = await version_of(connection, card_reservation_versions, {"reservation_id": reservation_id})
    return None if row is None else _reservation_of(row)


async def read_maker(connection: AsyncConnection, reservation_id: UUID) -> str | None:
    """Return which client made a reservation."""
    versions = card_reservation_versions
    makers = await connection.scalars(
        select(versions.c.recorded_by)
        .where(versions.c.reservation_id == reservation_id)
        .order_by(versions.c.recorded_at)
        .limit(1)
    )
    return makers.first()


async def list_reservations(
    connection: AsyncConnection, state: ReservationState | None, after: UUID | None, limit: int
) -> list[Reservation]:
    """Return up to ``limit`` reservations in the order of their ids, behind ``after``."""
    versions = card_reservation_versions
    wanted = [known(versions, None)]
    if state is not None:
        wanted.append(versions.c.state == state.value)
    if after is not None:
        wanted.append(versions.c.reservation_id > after)
    rows = await connection.execute(select(versions).where(*wanted).order_by(versions.c.reservation_id).limit(limit))
    return [_reservation_of(row) for row in rows]


async def read_waiting(
    connection: AsyncConnection, person_ids: Collection[UUID], birthdates: Collection[date]
) -> list[Reservation]:
    """Return the reservations that may wait for one of these persons, who were born on these days."""
    versions = card_reservation_versions
    rows = await connection.execute(
        select(versions)
        .where(
            known(versions, None),
            versions.c.state != ReservationState.ACTIVE.value,
            or_(
                versions.c.wanted_person_id == any_(array_of(person_ids, Uuid)),
                versions.c.birthdate == any_(array_of(birthdates, Date)),
            ),
        )
        .order_by(versions.c.reservation_id)
    )
    return [_reservation_of(row) for row in rows]


async def count_reservations(connection: AsyncConnection) -> dict[ReservationState, int]:
    """Return how many reservations stand in each state, all states named."""
    versions = card_reservation_versions
    rows = await connection.execute(
        select(versions.c.state, func.count()).where(known(versions, None)).group_by(versions.c.state)
    )
    counts = {ReservationState(state): number for state, number in rows}
    return {state: counts.get(state, 0) for state in ReservationState}


async def write_reservation(connection: AsyncConnection, reservation: Reservation, recording: Recording) -> None:
    """Record a version of a reservation."""
    described = reservation.description
    facts = {
        "authority_key_id": reservation.authority_key_id,
        "serial_number": reservation.serial_number,
        "channel": reservation.channel.value,
        "state": reservation.state.value,
        "wanted_person_id": reservation.wanted_person_id,
        "registered_person_id": reservation.registered_person_id,
    }
    if described is not None:
        facts |= {
            "name": described.name,
            "name_kana": described.name_kana,
            "birthdate": described.birthdate,
            "sex": described.sex.value,
            "address": described.address,
        }
    key = {"reservation_id": reservation.reservation_id}
    await record_version(connection, card_reservation_versions, key, facts, recording)


def _reservation_of(row: Row[Any]) -> Reservation:
    description = None
    if row.birthdate is not None:
        description = Description(row.name, row.birthdate, Sex(row.sex), row.name_kana, row.address)
    return Reservation(
        row.reservation_id,
        bytes(row.authority_key_id),
        bytes(row.serial_number),
        Channel(row.channel),
        ReservationState(row.state),
        row.wanted_person_id,
        description,
        row.registered_person_id,
        row.recorded_at,
    )
