"""Bodies about limit certificates."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.certificates.messages.days import BenefitCertificateBody, OpenEnd
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import LimitCertificate
from shared.web.days import Day
from shared.web.ids import Id

KIND = "限度額適用認定証区分 (LimitApplicationCertificateClassification, OQSCD011)."
CATEGORY = "適用区分 (LimitApplicationCertificateClassificationFlag, OQSCD012): " + ", ".join(
    f"{category.value} {category.term}" for category in LimitCategory
)
ISSUED_ON = "交付年月日 (LimitApplicationCertificateDate)."
VALID_FROM = "有効開始年月日 (LimitApplicationCertificateValidStartDate), included."
VALID_TO = "有効終了年月日 (LimitApplicationCertificateValidEndDate), included."
LONG_STAY_FROM = "長期入院該当年月日 (LimitApplicationCertificateLongTermDate)."


class LimitCertificateRegistration(BenefitCertificateBody[LimitCertificate]):
    """限度額適用認定証の登録."""

    certificate_id: Id | None = Field(
        default=None, description="認定証ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    kind: LimitCertificateKind = Field(description=KIND)
    category: LimitCategory = Field(description=CATEGORY)
    issued_on: Day = Field(description=ISSUED_ON)
    valid_from: Day = Field(description=VALID_FROM)
    valid_to: OpenEnd = Field(default=None, description=VALID_TO)
    long_stay_from: Day | None = Field(default=None, description=LONG_STAY_FROM)

    @property
    def chosen_id(self) -> UUID | None:
        """The id that the caller chose."""
        return self.certificate_id

    def certificate(self, certificate_id: UUID) -> LimitCertificate:
        """Return the certificate under this id."""
        return LimitCertificate(str(certificate_id), **self.model_dump(exclude={"certificate_id"}))


class LimitCertificateShown(BaseModel):
    """限度額適用認定証."""

    certificate_id: UUID = Field(description="認定証ID.")
    kind: LimitCertificateKind = Field(description=KIND)
    category: LimitCategory = Field(description=CATEGORY)
    label: str = Field(description="適用区分の名称, as printed: ア, イ, …")
    issued_on: date = Field(description=ISSUED_ON)
    valid_from: date = Field(description=VALID_FROM)
    valid_to: date | None = Field(description=VALID_TO)
    long_stay_from: date | None = Field(description=LONG_STAY_FROM)

    @classmethod
    def of(cls, certificate: LimitCertificate) -> Self:
        """Return a limit certificate as it is shown."""
        return cls(
            certificate_id=UUID(certificate.certificate_id),
            kind=certificate.kind,
            category=certificate.category,
            label=certificate.category.term,
            issued_on=certificate.issued_on,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            long_stay_from=certificate.long_stay_from,
        )
