"""A person and what insures them, as the registry publishes it and the check reads it.

``PersonRecord`` is one published version: everything that an answer about the person can need, so a check reads
one row. Fields are only ever added, each with a default, so an older version can be read by newer code.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self

from shared.domain.codes import (
    CardKind,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    Relationship,
    Sex,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from shared.domain.identifiers import InsurerNumber
from shared.domain.insured import FamilyIdentifiers, InsuredIdentifiers, WrittenIdentifiers
from shared.domain.insurers import InsurerKind, likeliest_kind_of
from shared.domain.periods import Period

_WITHOUT_MEDICAL_DATA: Final = frozenset({InsurerKind.SELF_DEFENCE, InsurerKind.DAY_LABOURER})


@dataclass(frozen=True, slots=True)
class Insurer:
    """保険者."""

    number: str
    name: str
    kind: InsurerKind

    @classmethod
    def known_by_number(cls, number: str) -> Self:
        """Return the insurer of a draft: only the number is known yet, the kind is what the number suggests."""
        return cls(number, "", likeliest_kind_of(InsurerNumber(number)))


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
class ElderlyCertificate:
    """高齢受給者証 (70-74): the share that income decides. It holds on ``valid_from`` and ``valid_to`` too."""

    certificate_id: str
    issued_on: date
    valid_from: date
    valid_to: date
    share_percent: int

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on ``day``."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class SpecificDiseaseCertificate:
    """特定疾病療養受療証: ``copay_limit_yen`` is what the patient pays at most, a month and institution."""

    certificate_id: str
    disease: SpecificDisease = field(repr=False)
    issued_on: date
    valid_from: date
    valid_to: date | None
    copay_limit_yen: int

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class MedicalTicket:
    """医療券・調剤券 of medical assistance (医療扶助), for one month and one designated institution."""

    ticket_id: str
    kind: TicketKind
    treatment_month: str
    """診療年月, ``YYYY-MM``."""
    valid_from: date
    valid_to: date
    issue_number: str
    institution_code: str
    """指定医療機関."""
    institution_name: str
    treatment_type: TreatmentType
    use: TicketUse
    self_pay_yen: int = 0
    """本人支払額."""
    has_social_insurance: bool = False
    """社会保険状況 (OQSCD021), as the welfare office filed it."""
    is_under_infection_law: bool = False
    """感染症の予防及び感染症の患者に対する医療に関する法律37条の2の該当 (OQSCD023)."""
    is_late_elderly: bool = False
    """後期高齢者医療の該当 (OQSCD024)."""
    has_prefectural_expenses: bool = False
    """都道府県費の該当 (OQSCD025)."""

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on ``day``."""
        return self.valid_from <= day <= self.valid_to


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
    elderly_certificates: tuple[ElderlyCertificate, ...] = ()
    specific_disease_certificates: tuple[SpecificDiseaseCertificate, ...] = ()
    medical_tickets: tuple[MedicalTicket, ...] = ()
    """Only where ``card_kind`` is medical_assistance."""
    insured_turns_75_in: str | None = None
    """Of family members: the month (``YYYY-MM``) in which the insured person leaves for 後期高齢者医療, and not on its
    first. Only published, never filed; no answer shows it. A month tells less of somebody else than a birthday."""

    @property
    def period(self) -> Period:
        """The days covered."""
        return Period(self.acquired_on, self.lost_on)

    @property
    def family(self) -> FamilyIdentifiers:
        """What the holder shares with their family, folded."""
        return FamilyIdentifiers.folded(self.insurer.number, self.symbol, self.number)

    def identifiers_of(self, birthdate: date) -> InsuredIdentifiers:
        """Return what a holder who was born on ``birthdate`` is found by."""
        return WrittenIdentifiers(self.insurer.number, self.symbol, self.number, self.branch, birthdate).folded()

    @property
    def is_late_elderly(self) -> bool:
        """Whether it is 後期高齢者医療 (law number 39), the scheme of those from 75 on."""
        return self.insurer.kind is InsurerKind.ELDERLY

    @property
    def is_assistance(self) -> bool:
        """Whether it is medical assistance (医療扶助), which is no insurance."""
        return self.card_kind is CardKind.MEDICAL_ASSISTANCE or self.insurer.kind is InsurerKind.PUBLIC_ASSISTANCE

    @property
    def has_medical_data(self) -> bool:
        """Whether the system holds drugs, treatments and check-ups of whom it insures.

        It holds none of 自衛官 and 日雇特例, nor of who has 医療扶助.
        """
        if self.card_kind is CardKind.SELF_DEFENCE or self.insurer.kind in _WITHOUT_MEDICAL_DATA:
            return False
        return not self.is_assistance


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
