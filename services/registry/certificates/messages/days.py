"""What the bodies about certificates and tickets have in common: an id, and days in order."""

from abc import abstractmethod
from datetime import date
from typing import Annotated, Generic
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo

from services.registry.person_records.rules.certificate_days import BenefitCertificate
from shared.domain.not_acceptable import NotAcceptable
from shared.web.bodies import Body
from shared.web.days import Day


def _in_order(valid_to: date | None, info: ValidationInfo) -> date | None:
    if valid_to is not None and valid_to < info.data.get("valid_from", valid_to):
        raise NotAcceptable("must not lie before valid_from", "有効開始年月日より前の日付は指定できません")
    return valid_to


OpenEnd = Annotated[Day | None, AfterValidator(_in_order)]
"""The last day, or None; it looks at ``valid_from``, which stands before it."""
End = Annotated[Day, AfterValidator(_in_order)]
"""The last day; it looks at ``valid_from``, which stands before it."""


class BenefitCertificateBody(Body, Generic[BenefitCertificate]):
    """A certificate or ticket to be registered."""

    @property
    @abstractmethod
    def chosen_id(self) -> UUID | None:
        """The id that the caller chose."""

    @abstractmethod
    def certificate(self, certificate_id: UUID) -> BenefitCertificate:
        """Return the certificate under this id."""


class CertificateEnd(Body):
    """証の終了: it ends earlier than it says."""

    valid_to: Day = Field(
        description="有効終了年月日, included. The day before it began withdraws it: it never held (取消)."
    )
