"""A person and what insures them, as the registry publishes it and the check reads it.

``PersonRecord`` is one published version: everything that an answer about the person can need, so a check reads
one row. Fields are only ever added, each with a default, so an older version can be read by newer code.
"""

from dataclasses import dataclass, field
from datetime import date

from shared.domain.codes import CardKind, LimitCategory, LimitCertificateKind, LossReason, Relationship, Sex
from shared.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Insurer:
    """保険者."""

    number: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class LimitCertificate:
    """限度額適用認定証: ``valid_from`` and ``valid_to`` are both days on which it holds."""

    certificate_id: str
    kind: LimitCertificateKind
    category: LimitCategory
    issued_on: date
    valid_from: date
    valid_to: date | None = None
    long_stay_from: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Coverage:
    """資格: one membership with one insurer. ``lost_on`` is the first day not covered."""

    coverage_id: str
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
    """一部負担金割合 as the insurer registered it (後期高齢者); None where age decides."""
    limit_certificates: tuple[LimitCertificate, ...] = ()

    @property
    def period(self) -> Period:
        """The days covered."""
        return Period(self.acquired_on, self.lost_on)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One published version of a person with all their coverages, oldest first."""

    person_id: str
    name: str = field(repr=False)
    name_kana: str | None = field(repr=False)
    sex: Sex
    birthdate: date = field(repr=False)
    name_other: str | None = field(default=None, repr=False)
    name_other_kana: str | None = field(default=None, repr=False)
    sex2: Sex | None = None
    postal_code: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    address_hidden: bool = False
    """不開示該当: the address is not disclosed."""
    self_information_blocked: bool = False
    """自己情報提供不可: the card cannot be used as an insurance card at all."""
    coverages: tuple[Coverage, ...] = ()
