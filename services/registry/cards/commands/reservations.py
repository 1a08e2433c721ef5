"""予約登録: a card that is registered before its holder's data are here. Tried at once, and whenever data arrive.

What arrives is committed before reservations are tried, and a reservation before it is tried: so of two that meet, the
second sees the first, and none waits for ever for what was there already.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from services.registry.cards.commands.proofs import ProvenCard, spend
from services.registry.cards.commands.registrations import link_card
from services.registry.cards.rules.cards import CardCertificate
from services.registry.cards.store.reservations import (
    Reservation,
    ReservationState,
    read_reservation,
    read_waiting,
    write_reservation,
)
from services.registry.matches.commands import find_person
from services.registry.outcome import Registered
from services.registry.recording import Author, claim, lock, mark_changed
from services.registry.tables import card_reservations, persons
from shared.domain.coverage import PersonRecord
from shared.domain.matching import match
from shared.errors import AlreadyExists, Overloaded, ResourceNotFound

_TRIES: Final = 3


async def reserve_card(
    author: Author, reservation: Reservation, proof: ProvenCard | None = None
) -> Registered[Reservation]:
    """Record a reservation under its id, or find it, and try it.

    Raises AlreadyExists (the id has other content), NonceUsed (the proof was seen before).
    """
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, card_reservations, reservation.reservation_id, author)
        if proof is not None:
            await spend(connection, proof, claimed.recording)
        if claimed.is_new:
            made = replace(reservation, recorded_at=claimed.recording.at)
            await write_reservation(connection, made, claimed.recording)
        else:
            found = await read_reservation(connection, reservation.reservation_id)
            if found is None or _asked(found) != _asked(reservation):
                raise AlreadyExists
    return Registered(await try_reservation(author, reservation.reservation_id), is_new=claimed.is_new)


async def settle_reservations(author: Author, record: PersonRecord) -> None:
    """Try the reservations that may wait for this person, whose data have arrived or changed."""
    async with author.world.database.transaction() as connection:
        waiting = await read_waiting(connection, UUID(record.person_id), record.birthdate)
    for reservation in waiting:
        described = reservation.description
        if described is None or match(described, record).fields["name"].agrees:
            await try_reservation(author, reservation.reservation_id)


async def try_reservation(author: Author, reservation_id: UUID) -> Reservation:
    """Register the card if its holder is on record now; raises ResourceNotFound, Overloaded (all changed all along)."""
    for _ in range(_TRIES):
        tried = await _try_once(author, reservation_id)
        if tried is not None:
            return tried
    raise Overloaded


async def _try_once(author: Author, reservation_id: UUID) -> Reservation | None:
    """Try a reservation; None when what it rests on changed between look and lock."""
    async with author.world.database.transaction() as connection:
        seen = await read_reservation(connection, reservation_id)
        if seen is None:
            raise ResourceNotFound
        if seen.state is ReservationState.ACTIVE:
            return seen
        # Persons are locked before reservations, everywhere.
        finding = await find_person(connection, seen.wanted_person_id, seen.description)
        holder = None if finding.person_id is None else await lock(connection, persons, finding.person_id, author)
        recording = await lock(connection, card_reservations, reservation_id, author)
        reservation = await read_reservation(connection, reservation_id)
        if recording is None or reservation is None:
            raise ResourceNotFound
        if reservation != seen or finding != await find_person(connection, seen.wanted_person_id, seen.description):
            return None
        state = ReservationState.UNMATCHED if finding.is_unclear else ReservationState.RESERVED
        if holder is not None and finding.person_id is not None:
            recording = max(holder, recording, key=lambda each: each.at)
            certificate = CardCertificate(seen.authority_key_id, seen.serial_number)
            try:
                await link_card(connection, finding.person_id, certificate, seen.channel, recording)
                state = ReservationState.ACTIVE
            except AlreadyExists:
                state = ReservationState.UNMATCHED
        if state is seen.state:
            return seen
        registered = finding.person_id if state is ReservationState.ACTIVE else None
        tried = replace(seen, state=state, registered_person_id=registered, recorded_at=recording.at)
        await write_reservation(connection, tried, recording)
        await mark_changed(connection, card_reservations, reservation_id, recording)
        return tried


def _asked(reservation: Reservation) -> tuple[object, ...]:
    return (
        reservation.authority_key_id,
        reservation.serial_number,
        reservation.channel,
        reservation.wanted_person_id,
        reservation.description,
    )
