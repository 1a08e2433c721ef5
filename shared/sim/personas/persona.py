"""What a persona is: what a tester reads about it, and what the world must hold so that it comes true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.domain.codes import (
    CardKind,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    Relationship,
    Sex,
)
from shared.domain.coverage import Insurer


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


@dataclass(frozen=True, slots=True)
class SeededLimitCertificate:
    """限度額適用認定証."""

    certificate_id: UUID
    kind: LimitCertificateKind
    category: LimitCategory
    issued_on: date
    valid_from: date
    valid_to: date


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
    limit_certificates: tuple[SeededLimitCertificate, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Insured:
    """What to ask with when there is no card: 保険者番号, 記号, 番号, 枝番 and 生年月日."""

    insurer_number: str
    symbol: str | None = field(repr=False)
    number: str = field(repr=False)
    branch: str | None = field(repr=False)
    birthdate: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a check answers, by each way to ask: members of the answer, or ``{"refusal": code}``."""

    card: Mapping[str, str] | None
    insured: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Persona:
    """One situation that a client must cope with, as a person who can be asked about."""

    id: str
    title: str
    title_ja: str
    situation: str
    codes: Mapping[str, str]
    """The situation in the interface's terms: element name to code."""
    card: PersonaCard | None
    insured: Insured | None
    as_of: date
    """The day for which ``expected`` holds: the reference date."""
    expected: Expected
    holder: Holder | None
    memberships: tuple[Membership, ...] = ()
