"""The answer of an eligibility check (資格確認結果), typed. Enumerations are words: new ones may come.

Fields that a newer simulator adds are found in ``Answer.document``; fields that an older one lacks are None or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

import msgspec


@dataclass(frozen=True, slots=True)
class Insurer:
    """保険者."""

    number: str
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OutpatientFormula:
    """外来（個人） by cost: ``base_yen`` plus ``rate_percent`` above ``threshold_yen``, never over ``at_most_yen``."""

    base_yen: int
    threshold_yen: int
    rate_percent: int
    at_most_yen: int


@dataclass(frozen=True, slots=True)
class MonthlyLimit:
    """自己負担限度額, yen: ``base_yen`` plus ``rate_percent`` of what the total cost exceeds ``threshold_yen``.

    In the month of 75 (``halved``) the amounts are halves already. Where the category does not tell 年間上限,
    ``year_cap_options_yen`` holds what it can be.
    """

    base_yen: int
    table: str = ""
    threshold_yen: int | None = None
    rate_percent: int | None = None
    many_times_yen: int | None = None
    outpatient_yen: int | None = None
    outpatient_formula: OutpatientFormula | None = None
    outpatient_year_yen: int | None = None
    year_cap_yen: int | None = None
    year_cap_options_yen: tuple[int, ...] = ()
    halved: bool = False


@dataclass(frozen=True, slots=True)
class LimitCertificate:
    """限度額適用認定証; both days are included."""

    category: str
    kind: str = ""
    label: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    long_stay_from: date | None = None
    monthly_limit: MonthlyLimit | None = None


@dataclass(frozen=True, slots=True)
class ElderlyCertificate:
    """高齢受給者証, from 70 to 74; both days are included."""

    share_percent: int
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class SpecificDiseaseCertificate:
    """特定疾病療養受療証; shown only with the patient's consent, as it reveals a disease."""

    disease: str = field(repr=False)
    label: str = field(default="", repr=False)
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    copay_limit_yen: int | None = None
    """What holds in the month of the answer, in yen."""
    registered_copay_limit_yen: int | None = None
    """What the insurer registered, in yen."""
    halved: bool = False
    """Whether ``copay_limit_yen`` is that of the month of turning 75."""


@dataclass(frozen=True, slots=True)
class MedicalTicket:
    """医療券・調剤券. Of one for another institution (``institution_matches`` false) only its existence is shown."""

    kind: str
    treatment_month: str
    institution_matches: bool
    valid_from: date | None = None
    valid_to: date | None = None
    treatment_type: str | None = None
    use: str | None = None
    institution_code: str | None = None
    institution_name: str | None = None
    issue_number: str | None = field(default=None, repr=False)
    self_pay_yen: int | None = None
    has_social_insurance: bool | None = None
    insurance_differs: bool | None = None
    """Whether the insurances on record say otherwise (整合性フラグ)."""
    is_under_infection_law: bool | None = None
    is_late_elderly: bool | None = None
    has_prefectural_expenses: bool | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """On what the limit rests, and whether the patient consented to showing it."""

    basis: str
    consent: str
    consented_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """閲覧同意 of one kind of data."""

    state: str
    given_at: datetime | None = None
    viewable_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One coverage of the patient. ``lost_on`` is the first day that it does not cover."""

    validity: str
    insurer: Insurer
    number: str = field(repr=False)
    symbol: str | None = field(default=None, repr=False)
    branch: str | None = field(default=None, repr=False)
    relationship: str | None = None
    insured_name: str | None = field(default=None, repr=False)
    name: str = field(default="", repr=False)
    name_kana: str | None = field(default=None, repr=False)
    name_other: str | None = field(default=None, repr=False)
    name_other_kana: str | None = field(default=None, repr=False)
    sex: str | None = None
    sex2: str | None = None
    birthdate: date | None = field(default=None, repr=False)
    postal_code: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    card_kind: str | None = None
    issued_on: date | None = None
    acquired_on: date | None = None
    lost_on: date | None = None
    loss_reason: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    copay_percent: int | None = None
    is_preschool: bool = False
    elderly_certificate: ElderlyCertificate | None = None
    limit: Limit | None = None
    limit_certificate: LimitCertificate | None = None
    specific_disease_certificates: tuple[SpecificDiseaseCertificate, ...] = ()
    medical_tickets: tuple[MedicalTicket, ...] = ()
    reference_number: str | None = None
    consents: dict[str, Consent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the purpose was refused (告知要求制限), with the article it rests on."""

    code: str
    article: str = ""
    message: str = ""
    message_ja: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know; no error. Ignore codes that you do not know."""

    code: str
    message: str = ""
    message_ja: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. A refused purpose is an answer too: ``outcome`` is ``refused``, ``refusal`` says why, no ``results``.

    ``document`` is the whole JSON as it came.
    """

    check_id: str
    outcome: str
    validity: str | None
    as_of: date
    method: str
    checked_at: datetime | None = None
    refusal: Refusal | None = None
    certificate_state: str | None = None
    results: tuple[Result, ...] = ()
    prescription_form: str | None = None
    notices: tuple[Notice, ...] = ()
    client_reference: str | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_valid(self) -> bool:
        """Whether the insurance is in force on the day asked about (資格有効性 1)."""
        return self.validity == "valid"

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """Read the JSON of an answer; raises msgspec.ValidationError when it is none."""
        members = {name: value for name, value in document.items() if name != "document"}
        return replace(msgspec.convert(members, cls), document=document)
