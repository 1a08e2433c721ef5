"""The values that an answer to a check shows.

checks/messages shows the same shapes to people and generators; a test holds the two equal.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from shared.domain.codes import (
    CardKind,
    CheckMethod,
    ConsentState,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    PrescriptionForm,
    QualificationValidity,
    Relationship,
    Sex,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from shared.domain.insurers import InsurerKind
from shared.domain.purposes import RefusalCode
from shared.pki.certificate_life import CertificateState


class InsurerShown(msgspec.Struct, frozen=True):
    """保険者."""

    number: str
    name: str
    kind: InsurerKind


class OutpatientFormulaShown(msgspec.Struct, frozen=True):
    """外来（個人） where the cost decides it (配慮措置)."""

    base_yen: int
    threshold_yen: int
    rate_percent: int
    at_most_yen: int


class MonthlyLimitShown(msgspec.Struct, frozen=True):
    """自己負担限度額 of a category in the month of ``as_of``, in yen."""

    table: str
    base_yen: int
    threshold_yen: int | None
    rate_percent: int | None
    many_times_yen: int | None
    outpatient_yen: int | None
    outpatient_formula: OutpatientFormulaShown | None
    outpatient_year_yen: int | None
    year_cap_yen: int | None
    year_cap_options_yen: tuple[int, ...]
    halved: bool


class LimitCertificateShown(msgspec.Struct, frozen=True):
    """限度額適用認定証."""

    kind: LimitCertificateKind
    category: LimitCategory
    label: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    long_stay_from: date | None
    monthly_limit: MonthlyLimitShown | None


class ElderlyCertificateShown(msgspec.Struct, frozen=True):
    """高齢受給者証."""

    issued_on: date
    valid_from: date
    valid_to: date
    share_percent: int


class SpecificDiseaseCertificateShown(msgspec.Struct, frozen=True):
    """特定疾病療養受療証."""

    disease: SpecificDisease
    label: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    copay_limit_yen: int
    registered_copay_limit_yen: int
    halved: bool


class MedicalTicketShown(msgspec.Struct, frozen=True):
    """医療券・調剤券; of a ticket for another institution only that there is one."""

    kind: TicketKind
    treatment_month: str
    valid_from: date
    valid_to: date
    treatment_type: TreatmentType
    use: TicketUse
    institution_matches: bool
    institution_code: str | None
    institution_name: str | None
    issue_number: str | None
    self_pay_yen: int | None
    has_social_insurance: bool | None
    insurance_differs: bool | None
    is_under_infection_law: bool | None
    is_late_elderly: bool | None
    has_prefectural_expenses: bool | None


class LimitShown(msgspec.Struct, frozen=True):
    """On what the limit rests, and whether the patient agreed to show it."""

    basis: Literal["certificate", "derived_from_share", "unknown"]
    consent: Literal["given", "none", "not_needed"]
    consented_at: datetime | None


class ConsentShown(msgspec.Struct, frozen=True):
    """閲覧同意 of one kind of data."""

    state: ConsentState
    given_at: datetime | None
    viewable_until: datetime | None


class ResultShown(msgspec.Struct, frozen=True):
    """資格確認結果: one coverage of one person."""

    validity: QualificationValidity
    insurer: InsurerShown
    symbol: str | None
    number: str
    branch: str | None
    relationship: Relationship
    insured_name: str | None
    name: str
    name_kana: str | None
    name_other: str | None
    name_other_kana: str | None
    sex: Sex
    sex2: Sex | None
    birthdate: date
    postal_code: str | None
    address: str | None
    card_kind: CardKind
    issued_on: date | None
    acquired_on: date
    lost_on: date | None
    loss_reason: LossReason | None
    valid_from: date
    valid_to: date | None
    copay_percent: int
    is_preschool: bool
    elderly_certificate: ElderlyCertificateShown | None
    limit: LimitShown
    limit_certificate: LimitCertificateShown | None
    specific_disease_certificates: list[SpecificDiseaseCertificateShown]
    medical_tickets: list[MedicalTicketShown]
    reference_number: str | None
    consents: dict[str, ConsentShown]


class RefusalShown(msgspec.Struct, frozen=True):
    """Why the purpose was refused; it never echoes what was asked about."""

    code: RefusalCode
    article: str
    message: str
    message_ja: str


class NoticeShown(msgspec.Struct, frozen=True):
    """Something the clinic or the patient should know; not an error."""

    code: str
    message: str
    message_ja: str


class CheckAnswer(msgspec.Struct, frozen=True):
    """The answer to a check."""

    check_id: str
    checked_at: datetime
    as_of: date
    method: CheckMethod
    outcome: Literal["answered", "refused"]
    refusal: RefusalShown | None
    validity: QualificationValidity | None
    certificate_state: CertificateState | None
    results: list[ResultShown]
    prescription_form: PrescriptionForm | None
    notices: list[NoticeShown]
    client_reference: str | None
