"""Bodies about coverages: their registration and loss, and how they are shown."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from services.registry.certificates.messages.elderly_certificates import ElderlyCertificateShown
from services.registry.certificates.messages.limit_certificates import LimitCertificateShown
from services.registry.certificates.messages.medical_tickets import MedicalTicketShown
from services.registry.certificates.messages.specific_disease_certificates import SpecificDiseaseCertificateShown
from services.registry.coverages.rules.acquisition import Continuation
from services.registry.coverages.rules.loss import LossEvent
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.clock import JAPAN
from shared.domain.codes import CardKind, LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.not_acceptable import NotAcceptable
from shared.errors import Violation
from shared.web.bodies import Body, BranchText, CarriedText, InsurerNumberText, NumberText, SymbolText, Text
from shared.web.days import Day
from shared.web.ids import Id

INSURER_NUMBER = "保険者番号 (InsurerNumber): 8 digits, or 6 for 国民健康保険."
SYMBOL = "被保険者証記号 (InsuredCardSymbol) as printed; may be absent."
NUMBER = "被保険者証番号 (InsuredIdentificationNumber) as printed."
BRANCH = "被保険者証枝番 (InsuredBranchNumber): two digits; may be absent."
RELATIONSHIP = "本人・家族の別 (PersonalFamilyClassification, OQSCD009)."
ACQUIRED_ON = "資格取得年月日 (QualificationDate): the first day covered."
LOST_ON = "資格喪失年月日 (DisqualificationDate): the first day NOT covered."
LOSS_REASON = "資格喪失事由 (ReasonOfLoss, OQSCD008)."
CARD_KIND = "被保険者証区分 (InsuredCardClassification, OQSCD010)."
ISSUED_ON = "被保険者証交付年月日 (InsuredCertificateIssuanceDate)."
VALID_FROM = "被保険者証有効開始年月日 (InsuredCardValidDate), included."
VALID_TO = "被保険者証有効終了年月日 (InsuredCardExpirationDate), included."
INSURED_NAME = "被保険者氏名・世帯主氏名 (InsuredName), of family members."
SHARE_PERCENT = (
    "一部負担金割合 (InsuredPartialContributionRatio), in percent: 後期高齢者; null where age decides. Shares that "
    "change on 1 August are registered with their dates, as elderly certificates, and come before it."
)

VOLUNTARY = "任意継続被保険者 (健康保険法37条): not published, as no answer shows it."
VERSION = "版: the id of what is on record now, which is its ETag."

Share = Annotated[int, Field(strict=True, ge=0, le=100, multiple_of=10)]


class VoluntaryContinuation(Body):
    """任意継続の申出: `acquired_on` is the day on which the cover before was lost, which must be on record."""

    applied_on: Day = Field(
        description="申出年月日: within 20 days from the loss, its day counted (健康保険法37条1項); where the 20th is "
        "a Saturday, a Sunday, a holiday or after 28 December, until the next business day, 4 January then (民法142条)."
    )
    accepted_late: bool = Field(
        default=False,
        strict=True,
        description="期限後の申出の受理: the insurer found a good reason (正当な理由) and accepted a later one "
        "(健康保険法37条1項ただし書). It is recorded; of an application in time it is refused.",
    )


class FiledCoverage(Body):
    """資格, as it is filed."""

    coverage_id: Id | None = Field(
        default=None, description="資格ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    insurer_number: InsurerNumberText = Field(description=INSURER_NUMBER, examples=["06123457"])
    symbol: SymbolText | None = Field(default=None, description=SYMBOL, examples=["12-34"])
    number: NumberText = Field(description=NUMBER, examples=["5678"])
    branch: BranchText | None = Field(default=None, description=BRANCH, examples=["01"])
    relationship: Relationship = Field(description=RELATIONSHIP)
    acquired_on: Day = Field(description=ACQUIRED_ON)
    lost_on: Day | None = Field(default=None, description=LOST_ON)
    loss_reason: LossReason | None = Field(default=None, description=LOSS_REASON)
    card_kind: CardKind = Field(default=CardKind.GENERAL, description=CARD_KIND)
    issued_on: Day | None = Field(default=None, description=ISSUED_ON)
    valid_from: Day | None = Field(default=None, description=VALID_FROM)
    valid_to: Day | None = Field(default=None, description=VALID_TO)
    insured_name: Text | None = Field(default=None, description=INSURED_NAME)
    share_percent: Share | None = Field(default=None, description=SHARE_PERCENT)
    voluntary_continuation: VoluntaryContinuation | None = Field(default=None, description=VOLUNTARY)

    # Each looks at fields before it, if they are right themselves: so all violations are named at once.
    @field_validator("lost_on", mode="after")
    @classmethod
    def _lost_after_acquired(cls, lost_on: Day | None, info: ValidationInfo) -> Day | None:
        if lost_on is not None and lost_on < info.data.get("acquired_on", lost_on):
            raise NotAcceptable("must not lie before acquired_on", "資格取得年月日より前の日付は指定できません")
        return lost_on

    @field_validator("loss_reason", mode="after")
    @classmethod
    def _reason_of_a_loss(cls, reason: LossReason | None, info: ValidationInfo) -> LossReason | None:
        if reason is not None and info.data.get("lost_on", "invalid") is None:
            raise NotAcceptable("needs lost_on", "資格喪失年月日と併せて指定してください")
        return reason

    @field_validator("valid_to", mode="after")
    @classmethod
    def _valid_in_order(cls, valid_to: Day | None, info: ValidationInfo) -> Day | None:
        valid_from = info.data.get("valid_from")
        if valid_to is not None and valid_from is not None and valid_to < valid_from:
            raise NotAcceptable("must not lie before valid_from", "有効開始年月日より前の日付は指定できません")
        return valid_to

    def coverage(self, coverage_id: UUID) -> Coverage:
        """Return the coverage under this id; of its insurer only the number is known here."""
        facts = {name: getattr(self, name) for name in _FACTS}
        insurer = Insurer.known_by_number(self.insurer_number)
        return Coverage(coverage_id=str(coverage_id), insurer=insurer, **facts)

    def continuation(self) -> Continuation | None:
        """Return the application for voluntary continuation."""
        asked = self.voluntary_continuation
        return None if asked is None else Continuation(asked.applied_on, asked.accepted_late)


class CoverageRegistration(FiledCoverage):
    """資格の登録."""

    person_id: Id = Field(description="加入者ID.")


class Loss(Body):
    """資格喪失の登録: `lost_on` with `loss_reason`, or `event` with `event_on`, of which the day follows by law."""

    lost_on: Day | None = Field(default=None, description=LOST_ON)
    loss_reason: LossReason | None = Field(default=None, description=LOSS_REASON)
    event: LossEvent | None = Field(
        default=None,
        description="喪失の原因: " + ", ".join(f"`{event.value}` {event.term}" for event in LossEvent),
    )
    event_on: Day | None = Field(default=None, description="喪失の原因となった日: when it happened.")

    def violations(self) -> list[Violation]:
        """Tell which fields are missing or too many."""
        stated, by_event = ("lost_on", "loss_reason"), ("event", "event_on")
        given = {name for name in (*stated, *by_event) if getattr(self, name) is not None}
        wanted, others = (by_event, stated) if given & {*by_event} else (stated, by_event)
        missing = [
            Violation(f"/{name}", "missing", "Field required.", "必須項目です。")
            for name in wanted
            if name not in given
        ]
        return missing + [
            Violation(f"/{name}", "one-way-only", "State the day or the event, not both.", "併用できません。")
            for name in others
            if name in given
        ]


class CoverageShown(BaseModel):
    """資格."""

    coverage_id: UUID = Field(description="資格ID.")
    person_id: Id = Field(description="加入者ID.")
    insurer_number: str = Field(description=INSURER_NUMBER)
    insurer_name: CarriedText = Field(description="保険者名称 (InsurerName).")
    symbol: CarriedText | None = Field(description=SYMBOL)
    number: CarriedText = Field(description=NUMBER)
    branch: str | None = Field(description=BRANCH)
    relationship: Relationship = Field(description=RELATIONSHIP)
    acquired_on: date = Field(description=ACQUIRED_ON)
    lost_on: date | None = Field(description=LOST_ON)
    loss_reason: LossReason | None = Field(description=LOSS_REASON)
    card_kind: CardKind = Field(description=CARD_KIND)
    issued_on: date | None = Field(description=ISSUED_ON)
    valid_from: date | None = Field(description=VALID_FROM)
    valid_to: date | None = Field(description=VALID_TO)
    insured_name: CarriedText | None = Field(description=INSURED_NAME)
    share_percent: int | None = Field(description=SHARE_PERCENT)
    is_voluntary_continuation: bool = Field(description=VOLUNTARY)
    continuation_accepted_late: bool = Field(
        description="任意継続の期限後の申出の受理: the insurer accepted a late application (健康保険法37条1項ただし書)."
    )
    limit_certificates: list[LimitCertificateShown] = Field(description="限度額適用認定証, oldest first.")
    elderly_certificates: list[ElderlyCertificateShown] = Field(description="高齢受給者証, oldest first.")
    specific_disease_certificates: list[SpecificDiseaseCertificateShown] = Field(
        description="特定疾病療養受療証, oldest first."
    )
    medical_tickets: list[MedicalTicketShown] = Field(description="医療券・調剤券, oldest first.")
    version: UUID = Field(description=VERSION)
    recorded_at: datetime = Field(description="登録日時: since when the registry has known the coverage so.")

    @classmethod
    def of(cls, recorded: RecordedCoverage) -> Self:
        """Return a coverage as it is shown."""
        coverage = recorded.coverage
        same = {name: getattr(coverage, name) for name in _FACTS}
        return cls(
            coverage_id=UUID(coverage.coverage_id),
            person_id=recorded.person_id,
            insurer_number=coverage.insurer.number,
            insurer_name=coverage.insurer.name,
            is_voluntary_continuation=recorded.is_voluntary,
            continuation_accepted_late=recorded.accepted_late,
            limit_certificates=[LimitCertificateShown.of(each) for each in coverage.limit_certificates],
            elderly_certificates=[ElderlyCertificateShown.of(each) for each in coverage.elderly_certificates],
            specific_disease_certificates=[
                SpecificDiseaseCertificateShown.of(each) for each in coverage.specific_disease_certificates
            ],
            medical_tickets=[MedicalTicketShown.of(each) for each in coverage.medical_tickets],
            version=recorded.version_id,
            recorded_at=recorded.recorded_at.astimezone(JAPAN),
            **same,
        )


_FACTS = sorted(FiledCoverage.model_fields.keys() - {"coverage_id", "insurer_number", "voluntary_continuation"})
"""The fields of a coverage, which are shown as they were registered."""
