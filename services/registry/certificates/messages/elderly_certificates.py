"""Bodies about shares with dates: elderly certificates (高齢受給者証), and the 負担割合 of a year from 75 on."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.certificates.messages.days import BenefitCertificateBody, End
from shared.domain.coverage import ElderlyCertificate
from shared.web.days import Day
from shared.web.ids import Id

ISSUED_ON = "高齢受給者証交付年月日 (ElderlyRecipientCertificateDate); of 後期高齢者医療 the day of the decision."
VALID_FROM = "高齢受給者証有効開始年月日 (ElderlyRecipientValidStartDate), included."
VALID_TO = "高齢受給者証有効終了年月日 (ElderlyRecipientValidEndDate), included: mostly 31 July."
SHARE_PERCENT = (
    "一部負担金割合, in percent. From 70 to 74 (ElderlyRecipientContributionRatio): 20, or 30 at working-level income, "
    "and 10 of those born by 1 April 1944. In 後期高齢者医療 (InsuredPartialContributionRatio): 10, 20 or 30; on its "
    "days it comes before the coverage's own."
)

_Share = Annotated[int, Field(strict=True, ge=10, le=30, multiple_of=10)]


class ElderlyCertificateRegistration(BenefitCertificateBody[ElderlyCertificate]):
    """高齢受給者証の登録."""

    certificate_id: Id | None = Field(
        default=None, description="証ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    issued_on: Day = Field(description=ISSUED_ON)
    valid_from: Day = Field(description=VALID_FROM)
    valid_to: End = Field(description=VALID_TO)
    share_percent: _Share = Field(description=SHARE_PERCENT)

    @property
    def chosen_id(self) -> UUID | None:
        """The id that the caller chose."""
        return self.certificate_id

    def certificate(self, certificate_id: UUID) -> ElderlyCertificate:
        """Return the certificate under this id."""
        return ElderlyCertificate(str(certificate_id), **self.model_dump(exclude={"certificate_id"}))


class ElderlyCertificateShown(BaseModel):
    """高齢受給者証."""

    certificate_id: UUID = Field(description="証ID.")
    issued_on: date = Field(description=ISSUED_ON)
    valid_from: date = Field(description=VALID_FROM)
    valid_to: date = Field(description=VALID_TO)
    share_percent: int = Field(description=SHARE_PERCENT)

    @classmethod
    def of(cls, certificate: ElderlyCertificate) -> Self:
        """Return an elderly certificate as it is shown."""
        return cls(
            certificate_id=UUID(certificate.certificate_id),
            issued_on=certificate.issued_on,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            share_percent=certificate.share_percent,
        )
