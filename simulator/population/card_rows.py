"""The registered cards of a block as rows: at the simulated J-LIS, which issued them, and at the registry.

They share keys; each has a serial number and a certificate of its own, which is issued when it is first needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.jpki.authority.rules.leaves import certificate_end
from shared.pki.serials import serial_hex
from simulator.population.block import Block
from simulator.population.cards import CHANNELS
from simulator.population.copying import Copy, octets
from simulator.population.days import day_of
from simulator.population.draws import Draw
from simulator.population.ids import ids
from simulator.population.person_rows import OWN_ID
from simulator.population.published_tables import CERTIFICATES, HOLDERS, VERIFIED
from simulator.population.texts import PersonTexts

SHARED_KEYS = 64
"""How many keys the cards of the mass share."""
_ISSUED_WITHIN_DAYS = 1000
_KEY_BYTES = 16
_DIGEST = octets("00" * 32)
"""No request made these cards."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The generation of the authority that issued the cards of the mass."""

    generation: int
    key_id: str
    """Hexadecimal."""
    last_day: date


@dataclass(frozen=True, slots=True)
class MassCard:
    """A card of the mass, as whoever holds it knows it."""

    place: int
    """Whose it is, in the block."""
    card_id: str
    pin: str
    serial_number: int
    shared_key: int
    issued_on: date
    last_day: date


def mass_cards(block: Block, issuer: Issuer) -> list[MassCard]:
    """Return the registered cards of a block."""
    count = len(block.families.persons)
    today = block.nation.today
    columns = (
        range(count),
        block.cards.are_registered.tolist(),
        ids(block.draws, Draw.CARD_ID, count),
        block.draws.below(Draw.PIN, count, 10_000).tolist(),
        block.cards.serials.tolist(),
        block.draws.below(Draw.ISSUE_DAY, count, _ISSUED_WITHIN_DAYS).tolist(),
        block.families.persons.birthdates.tolist(),
    )
    made = []
    for place, is_registered, card_id, pin, serial, days, birth in zip(*columns, strict=True):
        if is_registered:
            born = day_of(birth)
            issued_on = max(today - timedelta(days=1 + days), born)
            last_day = certificate_end(born, issued_on, None, issuer.last_day)
            made.append(MassCard(place, card_id, f"{pin:04}", serial, serial % SHARED_KEYS, issued_on, last_day))
    return made


def card_rows(block: Block, persons: PersonTexts, cards: list[MassCard], issuer: Issuer) -> list[Copy]:
    """Return the rows of a block's cards."""
    authority = octets(issuer.key_id)
    channels = [channel for channel, _ in CHANNELS]
    registrations = ids(block.draws, Draw.REGISTRATION, len(persons.ids))
    keys = block.draws.words(Draw.RESIDENT_KEY, 2 * len(persons.ids)).tobytes().hex()
    places = [card.place for card in cards]
    serials = [octets(serial_hex(card.serial_number)) for card in cards]
    days = [f"{day_of(day)} 12:00:00+09" for day in block.cards.days[places].tolist()] if places else []
    of_channel = [channels[channel] for channel in block.cards.channels[places].tolist()] if places else []
    together = list(zip(cards, serials, days, of_channel, strict=True))
    digits = 2 * _KEY_BYTES
    return [
        Copy.of(
            "jpki.cards",
            "card_id created_at request_digest birthdate pin pin_tries_left face_tries_left carrier shared_key",
            [
                f"{card.card_id}\t{card.issued_on} 09:00:00+09\t{_DIGEST}\t{persons.birthdates[card.place]}\t"
                f"{card.pin}\t3\t10\tcard\t{card.shared_key}\n"
                for card in cards
            ],
        ),
        Copy.of(
            "jpki.certificates",
            "kind generation serial_number card_id renewal not_before not_after",
            [
                f"authentication\t{issuer.generation}\t{card.serial_number}\t{card.card_id}\t0\t"
                f"{card.issued_on} 00:00:00+09\t{card.last_day} 23:59:59+09\n"
                for card in cards
            ],
        ),
        Copy.of(
            HOLDERS,
            "authority_key_id serial_number resident_key name name_kana birthdate sex address known_from",
            [
                f"{authority}\t{serial}\t{octets(keys[card.place * digits : (card.place + 1) * digits])}\t"
                f"{persons.names[card.place]}\t{persons.kana[card.place]}\t{persons.birthdates[card.place]}\t"
                f"{persons.sexes[card.place]}\t{persons.addresses[card.place]}\t{card.issued_on} 09:00:00+09\n"
                for card, serial, _, _ in together
            ],
        ),
        Copy.of(
            "registry.card_registrations",
            "version_id authority_key_id serial_number person_id channel recorded_at recorded_by",
            [
                f"{registrations[card.place]}\t{authority}\t{serial}\t{persons.ids[card.place]}\t{channel}\t{day}\t"
                f"{OWN_ID}\n"
                for card, serial, day, channel in together
            ],
        ),
        Copy.of(
            CERTIFICATES,
            "authority_key_id serial_number person_id known_from",
            [f"{authority}\t{serial}\t{persons.ids[card.place]}\t{day}\n" for card, serial, day, _ in together],
        ),
    ]


def verified_rows(issuer: Issuer, mark: bytes, digests: Sequence[tuple[int, bytes]], at: str) -> Copy:
    """Return what the registry notes of certificates whose chain it has verified, as it would verify these."""
    authority, of_mark = octets(issuer.key_id), octets(mark.hex())
    return Copy.of(
        VERIFIED,
        "authority_key_id serial_number certificate_digest mark known_from",
        [
            f"{authority}\t{octets(serial_hex(serial))}\t{octets(digest.hex())}\t{of_mark}\t{at}\n"
            for serial, digest in digests
        ],
    )
