"""予約登録: a card that is registered before its holder's data are here. Tried at once, and whenever data arrive.

What arrives is committed before reservations are tried, and a reservation before it is tried: so of two that meet, the
second sees the first, and none waits for ever for what was there already.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.proofs import ProvenCard, spend
from services.registry.cards.commands.refusals import refuse
from services.registry.cards.commands.registrations import link_card
from services.registry.cards.commands.whose import Said, Whose, as_told, whose_card
from services.registry.cards.rules.cards import CardCertificate
from services.registry.cards.store.reservations import (
    Reservation,
    ReservationState,
    read_maker,
    read_reservation,
    read_waiting,
    write_reservation,
)
from services.registry.outcome import Registered
from services.registry.questions.commands import keep_question, must_be_free_to_ask
from services.registry.questions.store import Asker, Question, QuestionOutcome, Way
from services.registry.recording import Author, Recording, claim, lock, mark_changed
from services.registry.tables import card_reservations, persons
from shared.domain.coverage import PersonRecord
from shared.domain.matching import match
from shared.errors import AlreadyExists, Overloaded, ResourceNotFound
from shared.published.jpki import read_card_holder

_TRIES: Final = 3


async def reserve_card(
    asker: Asker, reservation: Reservation, said: Said, proof: ProvenCard | None = None
) -> Registered[Reservation]:
    """Record a reservation under its id, or find it, and try it.

    It waits for whom J-LIS names; for whom the caller names only where an operator does. Raises AlreadyExists (the id
    has other content, or is another client's), NonceUsed (the proof was seen before), CardNotUsable (J-LIS knows
    nothing of the card's holder, or something else than the caller), TooManyMisses.
    """
    author = asker.author
    async with author.world.database.transaction() as connection:
        await must_be_free_to_ask(connection, asker)
        now, certificate = author.world.clock.now(), _certificate(reservation)
        whose = await whose_card(connection, certificate, said, now)
        decides = said.is_operators and not said.is_nothing
        if not decides:
            holder = await read_card_holder(connection, certificate.authority_key_id, certificate.serial_number, now)
            told = None if holder is None else holder.description
            whose = as_told(whose, said, told)
            reservation = replace(reservation, wanted_person_id=None, description=told)
    is_unknown = whose.holder is None and reservation.description is None
    if not decides and (is_unknown or whose.outcome is QuestionOutcome.DISAGREES):
        raise await refuse(asker, Way.CARD_RESERVATION, said, whose, proof)
    async with author.world.database.transaction() as connection:
        # That it waits tells that nobody is on record.
        question = Question(Way.CARD_RESERVATION, whose.outcome, asker.institution_code, whose.person_id)
        await keep_question(connection, asker, question, Recording(author.world.clock.now(), author))
    return await _reserve(author, reservation, proof)


async def _reserve(author: Author, reservation: Reservation, proof: ProvenCard | None) -> Registered[Reservation]:
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, card_reservations, reservation.reservation_id, author)
        if proof is not None:
            await spend(connection, proof, claimed.recording)
        if claimed.is_new:
            made = replace(reservation, recorded_at=claimed.recording.at)
            await write_reservation(connection, made, claimed.recording)
        else:
            found = await read_reservation(connection, reservation.reservation_id)
            maker = await read_maker(connection, reservation.reservation_id)
            if found is None or _asked(found) != _asked(reservation) or maker != author.client_id:
                raise AlreadyExists
    return Registered(await try_reservation(author, reservation.reservation_id), is_new=claimed.is_new)


async def settle_reservations(author: Author, records: Sequence[PersonRecord]) -> None:
    """Try the reservations that may wait for one of these persons, whose data have arrived or changed."""
    if not records:
        return
    person_ids = {UUID(record.person_id) for record in records}
    async with author.world.database.transaction() as connection:
        waiting = await read_waiting(connection, person_ids, {record.birthdate for record in records})
    for reservation in waiting:
        if any(_may_wait_for(reservation, record) for record in records):
            await try_reservation(author, reservation.reservation_id)


def _may_wait_for(reservation: Reservation, record: PersonRecord) -> bool:
    described = reservation.description
    if described is None:
        return reservation.wanted_person_id == UUID(record.person_id)
    is_asked = reservation.wanted_person_id == UUID(record.person_id) or described.birthdate == record.birthdate
    return is_asked and match(described, record).fields["name"].agrees


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
        whose = await _whose(connection, seen, author)
        holder = None if whose.holder is None else await lock(connection, persons, whose.holder, author)
        recording = await lock(connection, card_reservations, reservation_id, author)
        reservation = await read_reservation(connection, reservation_id)
        if recording is None or reservation is None:
            raise ResourceNotFound
        if reservation != seen or whose != await _whose(connection, seen, author):
            return None
        state = ReservationState.RESERVED if whose.outcome is QuestionOutcome.NONE else ReservationState.UNMATCHED
        if holder is not None and whose.holder is not None:
            recording = max(holder, recording, key=lambda each: each.at)
            await link_card(connection, whose.holder, _certificate(seen), seen.channel, recording)
            state = ReservationState.ACTIVE
        if state is seen.state:
            return seen
        registered = whose.holder if state is ReservationState.ACTIVE else None
        tried = replace(seen, state=state, registered_person_id=registered, recorded_at=recording.at)
        await write_reservation(connection, tried, recording)
        await mark_changed(connection, card_reservations, reservation_id, recording)
        return tried


async def _whose(connection: AsyncConnection, reservation: Reservation, author: Author) -> Whose:
    """Return whose the reserved card is now; what waits for nobody whom J-LIS told is an operator's."""
    now, certificate = author.world.clock.now(), _certificate(reservation)
    holder = await read_card_holder(connection, certificate.authority_key_id, certificate.serial_number, now)
    is_told = holder is not None and holder.description is not None and holder.description == reservation.description
    said = Said(reservation.wanted_person_id, None if is_told else reservation.description, is_operators=not is_told)
    return await whose_card(connection, certificate, said, now)


def _certificate(reservation: Reservation) -> CardCertificate:
    return CardCertificate(reservation.authority_key_id, reservation.serial_number)


def _asked(reservation: Reservation) -> tuple[object, ...]:
    return (
        reservation.authority_key_id,
        reservation.serial_number,
        reservation.channel,
        reservation.wanted_person_id,
        reservation.description,
    )
