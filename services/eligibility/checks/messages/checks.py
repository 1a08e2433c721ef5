"""The bodies of the eligibility service as the OpenAPI document shows them, field by field.

The check path reads and writes the same shapes in faces/rest; ``CheckRequest`` here also explains what is wrong
with a body that the fast reader did not take.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.eligibility.checks.messages.certificates import (
    ElderlyCertificate,
    LimitCertificate,
    MedicalTicket,
    SpecificDiseaseCertificate,
)
from services.eligibility.checks.messages.insured import InsuredPerson
from services.eligibility.checks.rules.questions import LONGEST_CLIENT_REFERENCE
from services.eligibility.form import Message
from shared.domain.codes import (
    CardKind,
    CheckMethod,
    ConsentState,
    LossReason,
    PrescriptionForm,
    QualificationValidity,
    Relationship,
    Sex,
)
from shared.domain.purposes import PurposeOfUse, RefusalCode
from shared.web.bodies import Flag
from shared.web.days import Day
from shared.web.ids import Id


class Challenge(Message):
    """A fresh nonce for a card to sign."""

    nonce: str = Field(description="To be signed into the presence proof, as it is.")
    issued_at: AwareDatetime
    expires_at: AwareDatetime = Field(description="Last instant at which the nonce can be used.")


class InsuredIdentifiers(InsuredPerson):
    """What stands on a 資格確認書. Blanks, width, hyphens and leading zeros are folded before the look-up."""


class Demographics(Message):
    """氏名等: all of it must fit what the insurer has on record, however the two are written.

    Where the record has no address, or ● in the name, the insurer decides in its place; notices say so.
    """

    name: str = Field(description="氏名 (Name).")
    name_kana: str = Field(description="氏名カナ (NameKana).")
    birthdate: Day = Field(description="生年月日 (Birthdate).")
    sex: Sex = Field(description="性別 (OQSCD007).")
    address: str = Field(description="住所 (Address).")
    insurer_number: str | None = Field(
        default=None,
        description="保険者番号 (InsurerNumber): finds those whose record has no address, no kana, or ● in the name.",
        examples=["02999918"],
    )


class CheckRequest(Message):
    """Exactly one of `presence_proof` (by card), `insured` (by identifiers), `recheck_of` and `demographics`."""

    presence_proof: str | None = Field(
        default=None, description="Compact JWS that the card signed (typ onshi-presence+jws)."
    )
    insured: InsuredIdentifiers | None = Field(default=None, description="被保険者証情報による照会.")
    recheck_of: Id | None = Field(
        default=None,
        description="再照会: check_id of an earlier check of this institution; by card for CARE_HOME_RECHECK and "
        "CARE_ONLINE, any for CLAIM. What the patient agreed to (居宅同意取得型) and did not withdraw opens more. The "
        "limit rests on what that check rested on: the card, or an oral consent that still stands.",
        examples=["019e2f6a-7c00-7000-8000-00000000002a"],
    )
    demographics: Demographics | None = Field(
        default=None,
        description="氏名等による照会: EMERGENCY with the emergency authority (救急医療管理権限), and DISASTER_READ "
        "while it is opened; for today only.",
    )
    purpose: PurposeOfUse | None = Field(
        default=None,
        description="利用目的. Required without a card; with one the signed purpose counts and must agree.",
    )
    limit_certificate_consent: Flag = Field(
        default=False,
        description="限度額適用認定証提供同意フラグ (LimitApplicationCertificateRelatedConsFlg, OQSCD001): the patient "
        "agreed at the desk, in this inquiry: the next one asks again. Ignored with a card, and for purposes without "
        "a patient at a desk (CLAIM, BULK_PRECHECK, INSURER, REVIEW).",
    )
    specific_disease_consent: Flag = Field(
        default=False,
        description="特定疾病療養受療証の提供同意: the patient agreed at the desk to show it, which reveals a disease. "
        "Ignored as the limit's, and with a card, whose holder chooses `specific_disease` at the reader.",
    )
    as_of: Day | None = Field(
        default=None,
        description="資格確認日 (QualificationConfirmationDate): today if absent; with `insured` or `recheck_of` also "
        "a day within the last five years.",
    )
    client_reference: Annotated[str, Field(max_length=LONGEST_CLIENT_REFERENCE)] | None = Field(
        default=None,
        description="任意のファイル識別子 (ArbitraryFileIdentifier): echoed, never interpreted. No person's number.",
    )


class Insurer(Message):
    """保険者."""

    number: str = Field(description="保険者番号 (InsurerNumber), without padding.")
    name: str = Field(description="保険者名称 (InsurerName).")
    kind: str = Field(description="Scheme of the insurer (制度).")


class Limit(Message):
    """On what the limit rests."""

    basis: Literal["certificate", "derived_from_share", "unknown"] = Field(
        description="`certificate`: `limit_certificate` limits what is paid (kinds `limit`, `limit_and_meals`). "
        "`derived_from_share`: it could have been shown, none is on record, and from 70 on the share tells whether the "
        "category is 現役並み (30 %) or not; 低所得 cannot be derived, so the patient may have to pay less. `unknown`: "
        "derive nothing; without consent a certificate may well be on record."
    )
    consent: Literal["given", "none", "not_needed"] = Field(
        description="限度額適用認定証提供同意. `not_needed` by card (since 2024-10-07), in a re-inquiry about such a "
        "check, and for INSURER and REVIEW, who ask by law. `none` too when it was withdrawn or its day is over."
    )
    consented_at: AwareDatetime | None = Field(
        description="同意日時 (ConsTime) of the consent that counts: of the check, or when it was told at the desk "
        "since; null unless `given`."
    )


class Consent(Message):
    """閲覧同意 of one kind of data."""

    state: ConsentState = Field(description="同意区分 (OQSCD016).")
    given_at: AwareDatetime | None = Field(description="同意日時 (…ConsTime).")
    viewable_until: AwareDatetime | None = Field(
        description="閲覧有効期限 (…AvailableTime): at most 24 hours from the check; of `specific_disease` the end "
        "of the day, after which an answer that is read again does not show it."
    )


class Result(Message):
    """資格確認結果 (ResultOfQualificationConfirmation)."""

    validity: QualificationValidity = Field(description="資格有効性 (OQSCD006).")
    insurer: Insurer
    symbol: str | None = Field(description="被保険者証記号 (InsuredCardSymbol).")
    number: str = Field(description="被保険者証番号 (InsuredIdentificationNumber).")
    branch: str | None = Field(description="被保険者証枝番 (InsuredBranchNumber).")
    relationship: Relationship = Field(description="本人・家族の別 (PersonalFamilyClassification, OQSCD009).")
    insured_name: str | None = Field(description="被保険者氏名（世帯主氏名） (InsuredName).")
    name: str = Field(description="氏名 (Name); may hold ●.")
    name_kana: str | None = Field(description="氏名カナ (NameKana).")
    name_other: str | None = Field(description="氏名（その他） (NameOfOther).")
    name_other_kana: str | None = Field(description="氏名カナ（その他） (NameOfOtherKana).")
    sex: Sex = Field(description="性別1 (Sex1, OQSCD007).")
    sex2: Sex | None = Field(description="性別2 (Sex2), as on the back.")
    birthdate: date = Field(description="生年月日 (Birthdate).")
    postal_code: str | None = Field(description="郵便番号 (PostNumber).")
    address: str | None = Field(description="住所 (Address); null when not disclosed.")
    card_kind: CardKind = Field(description="被保険者証区分 (InsuredCardClassification, OQSCD010).")
    issued_on: date | None = Field(description="被保険者証交付年月日 (InsuredCertificateIssuanceDate).")
    acquired_on: date = Field(description="資格取得年月日 (QualificationDate), the first day covered.")
    lost_on: date | None = Field(description="資格喪失年月日 (DisqualificationDate), the first day not covered.")
    loss_reason: LossReason | None = Field(description="資格喪失事由 (ReasonOfLoss, OQSCD008).")
    valid_from: date = Field(description="有効開始年月日 (InsuredCardValidDate).")
    valid_to: date | None = Field(description="有効終了年月日 (InsuredCardExpirationDate).")
    copay_percent: int = Field(
        description="一部負担金割合 in percent (InsuredPartialContributionRatio), by age and day; 0 under "
        "医療扶助. With `card_kind` `special_expense` the patient pays all at the counter first: see the notice."
    )
    is_preschool: bool = Field(description="未就学区分 (PreschoolClassification, OQSCD015).")
    elderly_certificate: ElderlyCertificate | None = Field(
        description="高齢受給者証情報 (ElderlyRecipientCertificateInfo); null where none is in force."
    )
    limit: Limit
    limit_certificate: LimitCertificate | None
    specific_disease_certificates: list[SpecificDiseaseCertificate] = Field(
        description="特定疾病療養受療証 (SpecificDiseasesCertificateList) in force; empty without consent."
    )
    medical_tickets: list[MedicalTicket] = Field(
        description="医療券・調剤券 (PublicExpenseResultList) of the day; only with medical assistance."
    )
    reference_number: str | None = Field(description="照会番号 (ReferenceNumber): this institution's own.")
    consents: dict[str, Consent] = Field(
        description="閲覧同意 by kind of data, when a reader asked the patient; `specific_disease` also when given at "
        "the desk. 医療扶助, 自衛官 and 日雇特例 have no medical data to open."
    )


class Refusal(Message):
    """Why the purpose was refused (告知要求制限). It never echoes what was asked about."""

    code: RefusalCode
    article: str = Field(description="The article it rests on (根拠条文).")
    message: str
    message_ja: str


class Notice(Message):
    """Something to know; not an error. New codes may be added: ignore those you don't know."""

    code: str = Field(description="One of docs/notices.md.", examples=["certificate-expires-soon"])
    message: str
    message_ja: str


class CheckAnswer(Message):
    """The answer to a check."""

    check_id: UUID = Field(description="Names this check for ever.")
    checked_at: AwareDatetime = Field(description="処理実行日時 (ProcessExecutionTime).")
    as_of: date = Field(description="資格確認日 (QualificationConfirmationDate).")
    method: CheckMethod = Field(description="照会区分 (ReferenceClassification, OQSCD002).")
    outcome: Literal["answered", "refused"] = Field(description="`refused`: the purpose was refused, see `refusal`.")
    refusal: Refusal | None
    validity: QualificationValidity | None = Field(
        description="資格有効性 (OQSCD006); null when refused. Of insurance and 医療扶助, the insurance's."
    )
    certificate_state: Literal["current", "expires_soon", "in_grace"] | None = Field(
        description="Age of the card's certificate; null by identifiers."
    )
    results: list[Result] = Field(description="資格確認結果 (ResultList).")
    prescription_form: PrescriptionForm | None = Field(
        description="処方箋発行形態 (PrescriptionIssueSelect, OQSCD017)."
    )
    notices: list[Notice]
    client_reference: str | None = Field(description="任意のファイル識別子 (ArbitraryFileIdentifier), echoed.")
