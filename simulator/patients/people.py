"""Rows of a vendor's file as people of the world: registered and shown as the personas are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.domain.ages import elderly_recipient_from
from shared.domain.codes import LimitCategory, LimitCertificateKind, QualificationValidity
from shared.domain.coverage import Insurer
from shared.domain.insurers import InsurerKind
from simulator.patients.cells import FixturesInvalid
from simulator.patients.rows import FixtureRow, read_fixtures, read_rows
from simulator.patients.world_rules import against, against_the_law
from simulator.personas.cast import personas
from simulator.personas.casting import Casting
from simulator.personas.codes import codes_of
from simulator.personas.groups import Group
from simulator.personas.insurers import INSURERS
from simulator.personas.memberships import identifiers, with_limit
from simulator.personas.persona import Expected, Holder, Membership, Persona, PersonaCard

_WITH_MEALS = {
    LimitCategory.A05,
    LimitCategory.A06,
    LimitCategory.B05,
    LimitCategory.B06,
    LimitCategory.B07,
    LimitCategory.B08,
}
"""低所得 categories, whose certificate also lowers the price of meals."""


@dataclass(frozen=True, slots=True)
class VendorPatients:
    """The patients of a vendor's file, and the insurers that they need."""

    people: tuple[Persona, ...] = ()
    insurers: tuple[Insurer, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where in the file somebody stands, by id."""
    insurers_lines: Mapping[str, int] = field(default_factory=dict)
    """Where an insurer is named first, by number."""


NOBODY = VendorPatients()
_KNOWN = {insurer.number: insurer for insurer in INSURERS}


def vendor_patients_of(content: bytes | None, seed: int, reference_date: date) -> VendorPatients:
    """Return the patients of a vendor's file; raises FixturesInvalid with everything that the registry would refuse."""
    if content is None:
        return NOBODY
    rows, bad = read_rows(content)
    cast = personas(seed, reference_date)
    bad += [each.cell() for each in against(rows, cast, reference_date)]
    vendor_patients = _vendor_patients(rows, seed, reference_date)
    lawless = against_the_law(vendor_patients.people, vendor_patients.lines, cast, reference_date)
    bad += [each.cell() for each in lawless]
    if bad:
        raise FixturesInvalid(bad)
    return vendor_patients


def vendor_patients_kept(content: bytes | None, seed: int, reference_date: date) -> VendorPatients:
    """Return the same for a file that was checked at an earlier start, without checking it again."""
    return NOBODY if content is None else _vendor_patients(read_fixtures(content), seed, reference_date)


def fixture_people(rows: Sequence[FixtureRow], seed: int, reference_date: date) -> tuple[Persona, ...]:
    """Return the people; ids follow from the seed and each row's id, so the same file again changes nothing."""
    casting = Casting(seed, reference_date)
    return tuple(patient_of(casting, row, f"fixture/{{}}/{row.id}") for row in rows)


def fixture_insurers(rows: Sequence[FixtureRow]) -> tuple[Insurer, ...]:
    """Return the insurers that the rows name and the world lacks; of one number the first row's name."""
    named: dict[str, Insurer] = {}
    for row in rows:
        if row.insurer_number not in _KNOWN:
            named.setdefault(row.insurer_number, _insurer(row))
    return tuple(named.values())


def _vendor_patients(rows: Sequence[FixtureRow], seed: int, reference_date: date) -> VendorPatients:
    return VendorPatients(
        people=fixture_people(rows, seed, reference_date),
        insurers=fixture_insurers(rows),
        lines={row.id: row.line for row in rows},
        insurers_lines={row.insurer_number: row.line for row in reversed(rows)},
    )


def _insurer(row: FixtureRow) -> Insurer:
    known = _KNOWN.get(row.insurer_number)
    return known or Insurer(row.insurer_number, row.insurer_name, row.insurer_kind)


def patient_of(casting: Casting, row: FixtureRow, named: str) -> Persona:
    """Return the patient of a row; ``named`` is what ids are made from, with a place for what the id is of."""
    holder = Holder(
        person_id=casting.id_of(named.format("person")),
        name=row.name,
        name_kana=row.name_kana,
        sex=row.sex,
        birthdate=row.birthdate,
        postal_code=row.postal_code,
        address=row.address,
    )
    membership = Membership(
        coverage_id=casting.id_of(named.format("coverage")),
        insurer=_insurer(row),
        symbol=row.symbol,
        number=row.number,
        branch=row.branch,
        relationship=row.relationship,
        acquired_on=row.acquired_on,
        lost_on=row.lost_on,
        loss_reason=row.loss_reason,
        valid_from=row.acquired_on,
        valid_to=None if row.lost_on is None else row.lost_on - timedelta(days=1),
        share_percent=row.share_percent,
    )
    if row.limit_category is not None:
        is_low = row.limit_category in _WITH_MEALS
        kind = LimitCertificateKind.LIMIT_AND_MEALS if is_low else LimitCertificateKind.LIMIT
        membership = _within_age(with_limit(casting, membership, row.limit_category, kind), row)
    validity = _validity(membership, casting.today)
    answers = {"validity": validity.value}
    return Persona(
        id=row.id,
        group=Group.FIXTURES,
        title=f"Line {row.line} of the fixtures file",
        title_ja=row.name,
        situation=f"Brought along with --fixtures: {_words(row)}.",
        situation_ja=f"--fixtures で持ち込んだテスト患者。{_words_ja(row)}。",
        codes=codes_of(validity, holder, membership),
        card=None if row.pin is None else _card(casting, row, named),
        insured=identifiers(holder, membership),
        as_of=casting.today,
        expected=Expected(card=None if row.pin is None else answers, insured=answers),
        holder=holder,
        memberships=(membership,),
    )


def _within_age(membership: Membership, row: FixtureRow) -> Membership:
    """Return ``membership`` with its limit certificate on those days on which its category fits the holder's age."""
    (certificate,) = membership.limit_certificates
    from_70 = elderly_recipient_from(row.birthdate)
    first, last = certificate.valid_from, certificate.valid_to
    if row.insurer_kind is not InsurerKind.ELDERLY and last is not None and first < from_70 <= last:
        if certificate.category.is_from_70:
            first = from_70
        else:
            last = from_70 - timedelta(days=1)
    fitting = replace(certificate, issued_on=first, valid_from=first, valid_to=last)
    return replace(membership, limit_certificates=(fitting,))


def _words(row: FixtureRow) -> str:
    kind = str(row.insurer_kind).replace("_", " ")
    limit = "" if row.limit_category is None else f", limit category {row.limit_category.value}"
    return kind + limit + (", no card" if row.pin is None else "")


def _words_ja(row: FixtureRow) -> str:
    limit = "" if row.limit_category is None else f"、適用区分{row.limit_category.term}"
    return row.insurer_kind.term + limit + ("、カードなし" if row.pin is None else "")


def _card(casting: Casting, row: FixtureRow, named: str) -> PersonaCard:
    # Newborns have cards too, but none is older than its holder.
    issued_on = max(casting.days_from_now(-400), row.birthdate)
    return PersonaCard(casting.id_of(named.format("card")), row.pin, "card", issued_on)


def _validity(membership: Membership, today: date) -> QualificationValidity:
    if today < membership.acquired_on:
        return QualificationValidity.NOT_FOUND
    if membership.lost_on is not None and membership.lost_on <= today:
        return QualificationValidity.INVALID
    return QualificationValidity.VALID
