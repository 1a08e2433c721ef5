"""What a persona is: what a tester reads about it, and what must be registered so that checks answer so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.domain.codes import CardKind, LossReason, Relationship, Sex
from shared.domain.coverage import (
    ElderlyCertificate,
    Insurer,
    LimitCertificate,
    MedicalTicket,
    SpecificDiseaseCertificate,
)
from shared.domain.insured import WrittenIdentifiers
from simulator.personas.groups import Group


@dataclass(frozen=True, slots=True)
class Holder:
    """The person behind a persona."""

    person_id: UUID
    name: str = field(repr=False)
    name_kana: str | None = field(repr=False)
    sex: Sex
    birthdate: date = field(repr=False)
    postal_code: str | None = field(repr=False)
    address: str | None = field(repr=False)
    address_hidden: bool = False
    self_information_blocked: bool = False
    name_other: str | None = field(default=None, repr=False)
    name_other_kana: str | None = field(default=None, repr=False)
    sex2: Sex | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """資格: one membership of the holder with one insurer."""

    coverage_id: UUID
    insurer: Insurer
    symbol: str | None = field(repr=False)
    number: str = field(repr=False)
    branch: str | None = field(repr=False)
    relationship: Relationship
    acquired_on: date
    lost_on: date | None = None
    loss_reason: LossReason | None = None
    card_kind: CardKind = CardKind.GENERAL
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    insured_name: str | None = field(default=None, repr=False)
    share_percent: int | None = None
    limit_certificates: tuple[LimitCertificate, ...] = ()
    elderly_certificates: tuple[ElderlyCertificate, ...] = ()
    specific_disease_certificates: tuple[SpecificDiseaseCertificate, ...] = ()
    medical_tickets: tuple[MedicalTicket, ...] = ()
    continuation_applied_on: date | None = None
    """任意継続の申出年月日; the membership that is continued comes before this one."""
    continuation_accepted_late: bool = False
    """The insurer accepted the application after its 20 days."""


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """The card in the persona's hand. Without a PIN it is a 顔認証マイナンバーカード."""

    card_id: UUID
    pin: str | None
    carrier: str
    issued_on: date
    valid_until: date | None = None
    """The last day of its certificate, where it is not the fifth birthday after issue."""
    revoked_for: str | None = None
    registered: bool = True
    """初回登録: whether the registry knows whose it is."""
    pin_blocked: bool = False
    """Three wrong PINs were entered: it asks for none any more."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a check answers, by each way to ask: members of the answer, or ``{"refusal": code}``."""

    card: Mapping[str, str] | None
    insured: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class CardAsk:
    """How a check by card is made for ``expected`` to come true: by which client, and what the holder does."""

    client_id: str = "clinic"
    purpose: str = "CARE_VISIT"
    holder_verification: str = "pin"
    consents: tuple[str, ...] = ()
    prescription_form: str | None = None


@dataclass(frozen=True, slots=True)
class NumberAsk:
    """How a check by number is made for ``expected`` to come true."""

    client_id: str = "clinic"
    purpose: str = "CARE_VISIT"
    limit_certificate_consent: bool = True
    specific_disease_consent: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks about a persona, and with what: mostly a clinic, about a patient in front of it."""

    card: CardAsk = CardAsk()
    insured: NumberAsk = NumberAsk()


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who must be on record for a persona to come true, as a twin."""

    holder: Holder
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """One situation that a client must cope with, as a person who can be asked about."""

    id: str
    group: Group
    title: str
    title_ja: str
    situation: str
    situation_ja: str
    codes: Mapping[str, str]
    """The situation in the interface's terms: element name to code."""
    card: PersonaCard | None
    insured: WrittenIdentifiers | None
    as_of: date
    """The day for which ``expected`` holds: the reference date."""
    expected: Expected
    holder: Holder | None
    memberships: tuple[Membership, ...] = ()
    """In the order in which they are registered."""
    ask: Ask = Ask()
    others: tuple[Other, ...] = ()

    @property
    def people(self) -> tuple[Other, ...]:
        """Everybody who must be on record for it to come true, the holder first."""
        return () if self.holder is None else (Other(self.holder, self.memberships), *self.others)
