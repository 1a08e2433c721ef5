"""Bodies about specific-disease certificates (特定疾病療養受療証)."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.certificates.messages.days import BenefitCertificateBody, OpenEnd
from shared.domain.codes import SpecificDisease
from shared.domain.coverage import SpecificDiseaseCertificate
from shared.web.days import Day
from shared.web.ids import Id

DISEASE = "認定疾病区分 (SpecificDiseasesDiseaseCategory, OQSCD013): " + ", ".join(
    f"`{disease.value}` {disease.term}" for disease in SpecificDisease
)
ISSUED_ON = "特定疾病療養受療証交付年月日 (SpecificDiseasesCertificateDate)."
VALID_FROM = "特定疾病療養受療証有効開始年月日 (SpecificDiseasesValidStartDate), included."
VALID_TO = "特定疾病療養受療証有効終了年月日 (SpecificDiseasesValidEndDate), included."
COPAY_LIMIT = "自己負担限度額 (SpecificDiseasesSelfPay), in yen a month and institution: 10000, or 20000 for dialysis."

_Yen = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class SpecificDiseaseCertificateRegistration(BenefitCertificateBody[SpecificDiseaseCertificate]):
    """特定疾病療養受療証の登録."""

    certificate_id: Id | None = Field(
        default=None, description="証ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    disease: SpecificDisease = Field(description=DISEASE)
    issued_on: Day = Field(description=ISSUED_ON)
    valid_from: Day = Field(description=VALID_FROM)
    valid_to: OpenEnd = Field(default=None, description=VALID_TO)
    copay_limit_yen: _Yen = Field(description=COPAY_LIMIT)

    @property
    def chosen_id(self) -> UUID | None:
        """The id that the caller chose."""
        return self.certificate_id

    def certificate(self, certificate_id: UUID) -> SpecificDiseaseCertificate:
        """Return the certificate under this id."""
        return SpecificDiseaseCertificate(str(certificate_id), **self.model_dump(exclude={"certificate_id"}))


class SpecificDiseaseCertificateShown(BaseModel):
    """特定疾病療養受療証."""

    certificate_id: UUID = Field(description="証ID.")
    disease: SpecificDisease = Field(description=DISEASE)
    issued_on: date = Field(description=ISSUED_ON)
    valid_from: date = Field(description=VALID_FROM)
    valid_to: date | None = Field(description=VALID_TO)
    copay_limit_yen: int = Field(description=COPAY_LIMIT)

    @classmethod
    def of(cls, certificate: SpecificDiseaseCertificate) -> Self:
        """Return a specific-disease certificate as it is shown."""
        return cls(
            certificate_id=UUID(certificate.certificate_id),
            disease=certificate.disease,
            issued_on=certificate.issued_on,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            copay_limit_yen=certificate.copay_limit_yen,
        )
