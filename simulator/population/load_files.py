"""The files for load generators, of the patients of one block: docs/load-data.md has their members."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO

import msgspec

from services.jpki.authority.rules.profile import last_second
from shared.clock import start_of_day
from shared.domain.codes import QualificationValidity
from simulator.population.block import Block
from simulator.population.card_rows import MassCard
from simulator.population.draws import Draw
from simulator.population.exported_cards import CardExport, CardToExport
from simulator.population.institutions import NationsInstitution
from simulator.population.insurers import insurers
from simulator.population.schemes import Membership
from simulator.population.texts import CoverTexts, PersonTexts

PATIENT_COLUMNS = (
    "person_id",
    "name",
    "name_kana",
    "sex",
    "birthdate",
    "insurer_number",
    "symbol",
    "number",
    "branch",
    "card_id",
    "pin",
    # Of the coverage before, for who has one on record.
    "former_insurer_number",
    "former_symbol",
    "former_number",
    "former_branch",
)
_NO_FORMER = ("", "", "", "")
CLIENT_COLUMNS = ("client_id", "client_secret", "role", "institution_code", "kind")


@dataclass(frozen=True, slots=True)
class BlockFiles:
    """What a block adds to each file."""

    patients: bytes
    cards: bytes
    expected: bytes
    digests: list[tuple[int, bytes]]
    """Of each card's certificate: its serial number, and the SHA-256 of its bytes."""


def files_of(
    block: Block,
    persons: PersonTexts,
    covers: CoverTexts,
    cards: Sequence[MassCard],
    institutions: Sequence[str],
    export: CardExport,
) -> BlockFiles:
    """Return the lines of a block's patients; ``institutions`` are codes, one of which each patient goes to."""
    insurer = [each.number for each in insurers().all]
    held = {card.place: card for card in cards}
    # The last coverage of each is the newest, and the one before it the former.
    newest = [end - 1 for end in covers.starts[1:]]
    former = [row - 1 if row > start else None for start, row in zip(covers.starts, newest, strict=False)]
    patients = []
    for place, row in enumerate(newest):
        card = held.get(place)
        before = former[place]
        patients.append(
            (
                persons.ids[place],
                persons.names[place],
                persons.kana[place],
                persons.sexes[place],
                persons.birthdates[place],
                *_numbers(covers, row, insurer),
                "" if card is None else card.card_id,
                "" if card is None else card.pin,
                *(_NO_FORMER if before is None else _numbers(covers, before, insurer)),
            )
        )
    goes_to = block.draws.below(Draw.INSTITUTION_OF, len(persons.ids), len(institutions)).tolist()
    to_export = [_to_export(card, persons, institutions[goes_to[card.place]]) for card in cards]
    issued = [(card, export.certificate(card)) for card in to_export]
    digests = [(card.serial_number, sha256(certificate).digest()) for card, certificate in issued]
    lines = [export.line(card, certificate) for card, certificate in issued]
    today = block.nation.today
    are_assistance = (block.covers.memberships == Membership.ASSISTANCE).tolist()
    expected = [
        _expected(
            persons.ids[place],
            today,
            _Told(covers.lost[row], are_assistance[row]),
            None if before is None else _Told(covers.lost[before], are_assistance[before]),
            has_card=place in held,
        )
        for place, (row, before) in enumerate(zip(newest, former, strict=True))
    ]
    return BlockFiles(as_csv(patients), b"".join(lines), b"".join(expected), digests)


def client_lines(found: Sequence[NationsInstitution]) -> bytes:
    """Return the clients of institutions, without a header."""
    return as_csv([(each.client_id, each.client_secret, each.role.value, each.code, each.kind.value) for each in found])


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as CSV, with line feeds."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _to_export(card: MassCard, persons: PersonTexts, institution_code: str) -> CardToExport:
    return CardToExport(
        card.card_id,
        persons.ids[card.place],
        card.pin,
        card.serial_number,
        card.shared_key,
        start_of_day(card.issued_on),
        last_second(card.last_day),
        institution_code,
    )


def _numbers(covers: CoverTexts, row: int, insurer: Sequence[str]) -> tuple[str, str, str, str]:
    return insurer[covers.insurers[row]], covers.symbols[row], covers.numbers[row], covers.branches[row]


@dataclass(frozen=True, slots=True)
class _Told:
    """Of a coverage what an answer hangs on; all of a nation have begun."""

    lost_on: str
    """Empty: it goes on."""
    is_assistance: bool

    def holds_on(self, day: date) -> bool:
        return not self.lost_on or day.isoformat() < self.lost_on


def _expected(person_id: str, today: date, newest: _Told, former: _Told | None, *, has_card: bool) -> bytes:
    answer = {"validity": _validity(newest, newest, today).value}
    members = {
        "person_id": person_id,
        "as_of": today.isoformat(),
        "by_card": answer if has_card else None,
        "by_identifiers": answer,
        "by_former_identifiers": None if former is None else {"validity": _validity(former, newest, today).value},
    }
    return msgspec.json.encode(members) + b"\n"


def _validity(asked: _Told, newest: _Told, day: date) -> QualificationValidity:
    """Return what is answered of ``asked`` where ``newest`` is what the person has now."""
    if asked.holds_on(day):
        # Nobody of a nation has a ticket of medical assistance (医療券): theirs is 有効（未登録）.
        return QualificationValidity.VALID_UNREGISTERED if asked.is_assistance else QualificationValidity.VALID
    # An insurance is never superseded by an assistance, nor the reverse.
    is_superseded = newest.holds_on(day) and newest.is_assistance == asked.is_assistance
    return QualificationValidity.SUPERSEDED if is_superseded else QualificationValidity.INVALID
