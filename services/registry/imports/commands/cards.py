"""Cards of a batch: what is known of them, and their registrations written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.verifying import verify_published
from services.registry.cards.rules.cards import CardCertificate
from services.registry.cards.store.registrations import read_holders_of, read_persons_of_certificates, rows_of_cards
from services.registry.copying import copy_rows
from services.registry.imports.rules.cards import CardOnRecord
from services.registry.imports.rules.facts import Made
from services.registry.imports.rules.lines import Line
from services.registry.published_tables import published_certificates
from services.registry.recording import Recording, mark_all_changed
from services.registry.tables import card_registrations, persons
from shared.pki.pinned_roots import PinnedRoots
from shared.published.jpki import read_card_holders, read_certificates_of_resident

Cards = dict[CardCertificate, CardOnRecord]


async def read_cards_on_record(connection: AsyncConnection, lines: Sequence[Line], at: datetime) -> Cards:
    """Return what is known of the cards of these lines."""
    named = {line.card.certificate for line in lines if line.card is not None}
    if not named:
        return {}
    keys = [(each.authority_key_id, each.serial_number) for each in named]
    registered = await read_holders_of(connection, keys)
    holders = await read_card_holders(connection, keys, at)
    found: Cards = {}
    for each in named:
        key = (each.authority_key_id, each.serial_number)
        residents: frozenset[UUID] = frozenset()
        if key in holders and key not in registered:
            certificates = await read_certificates_of_resident(connection, holders[key].resident_key, at)
            residents = frozenset(await read_persons_of_certificates(connection, certificates))
        told = holders[key].description if key in holders else None
        found[each] = CardOnRecord(registered.get(key), residents, told, is_known=key in holders)
    return found


async def write_cards(connection: AsyncConnection, made: Made, cards: Cards, recording: Recording) -> None:
    """Register and publish cards, whose persons are locked or new."""
    linked = [(person_id, card.certificate, card.channel) for person_id, card in made.cards]
    await copy_rows(connection, card_registrations, rows_of_cards(linked, recording))
    published = [
        {
            "authority_key_id": certificate.authority_key_id,
            "serial_number": certificate.serial_number,
            "person_id": person_id,
            "known_from": recording.at,
        }
        for person_id, certificate, _ in linked
    ]
    await copy_rows(connection, published_certificates, published)
    pinned = PinnedRoots()
    for _, certificate, _ in linked:
        # Of a card that J-LIS makes later, it is verified then.
        if cards[certificate].is_known:
            await verify_published(connection, certificate, recording.at, pinned)
    if linked:
        await mark_all_changed(connection, persons, {person_id for person_id, _, _ in linked}, recording)
