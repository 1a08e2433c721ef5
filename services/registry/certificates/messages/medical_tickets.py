"""Bodies about medical tickets (医療券・調剤券) of medical assistance (医療扶助)."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.certificates.messages.days import BenefitCertificateBody, End
from shared.domain.codes import TicketKind, TicketUse, TreatmentType
from shared.domain.coverage import MedicalTicket
from shared.web.bodies import CarriedText, Flag, InstitutionCodeText, Text
from shared.web.days import Day, Month
from shared.web.ids import Id

KIND = "券種別 (OQSCD018): " + ", ".join(f"`{kind.value}` {kind.term}" for kind in TicketKind)
MONTH = "診療年月 (MedicalTreatmentMonth), YYYY-MM."
VALID_FROM = "医療券有効開始日, included."
VALID_TO = "医療券有効終了日, included."
ISSUE_NUMBER = "交付番号."
INSTITUTION_CODE = "指定医療機関コード (DesignatedMedicalInstitutionCode)."
INSTITUTION_NAME = "指定医療機関名."
TREATMENT_TYPE = "診療別 (OQSCD019): " + ", ".join(f"`{kind.value}` {kind.term}" for kind in TreatmentType)
USE = "単独・併用 (OQSCD020): " + ", ".join(f"`{use.value}` {use.term}" for use in TicketUse)
SELF_PAY = "本人支払額, in yen a month."
SOCIAL_INSURANCE = "社会保険状況 (OQSCD021): whether the welfare office knows of an insurance beside it."
INFECTION_LAW = "感染症法37条の2の該当 (OQSCD023)."
LATE_ELDERLY = "後期高齢者医療の該当 (OQSCD024)."
PREFECTURAL_EXPENSES = "都道府県費の該当 (OQSCD025)."

_Yen = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
_IssueNumber = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]


class MedicalTicketRegistration(BenefitCertificateBody[MedicalTicket]):
    """医療券・調剤券の登録."""

    ticket_id: Id | None = Field(
        default=None, description="券ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    kind: TicketKind = Field(description=KIND)
    treatment_month: Month = Field(description=MONTH, examples=["2026-11"])
    valid_from: Day = Field(description=VALID_FROM)
    valid_to: End = Field(description=VALID_TO)
    issue_number: _IssueNumber = Field(description=ISSUE_NUMBER, examples=["000123"])
    institution_code: InstitutionCodeText = Field(description=INSTITUTION_CODE, examples=["1312345670"])
    institution_name: Text = Field(description=INSTITUTION_NAME, examples=["見本内科クリニック"])
    treatment_type: TreatmentType = Field(description=TREATMENT_TYPE)
    use: TicketUse = Field(description=USE)
    self_pay_yen: _Yen = Field(default=0, description=SELF_PAY)
    has_social_insurance: Flag = Field(default=False, description=SOCIAL_INSURANCE)
    is_under_infection_law: Flag = Field(default=False, description=INFECTION_LAW)
    is_late_elderly: Flag = Field(default=False, description=LATE_ELDERLY)
    has_prefectural_expenses: Flag = Field(default=False, description=PREFECTURAL_EXPENSES)

    @property
    def chosen_id(self) -> UUID | None:
        """The id that the caller chose."""
        return self.ticket_id

    def certificate(self, certificate_id: UUID) -> MedicalTicket:
        """Return the ticket under this id."""
        return MedicalTicket(str(certificate_id), **self.model_dump(exclude={"ticket_id"}))


class MedicalTicketShown(BaseModel):
    """医療券・調剤券."""

    ticket_id: UUID = Field(description="券ID.")
    kind: TicketKind = Field(description=KIND)
    treatment_month: str = Field(description=MONTH)
    valid_from: date = Field(description=VALID_FROM)
    valid_to: date = Field(description=VALID_TO)
    issue_number: CarriedText = Field(description=ISSUE_NUMBER)
    institution_code: str = Field(description=INSTITUTION_CODE)
    institution_name: CarriedText = Field(description=INSTITUTION_NAME)
    treatment_type: TreatmentType = Field(description=TREATMENT_TYPE)
    use: TicketUse = Field(description=USE)
    self_pay_yen: int = Field(description=SELF_PAY)
    has_social_insurance: bool = Field(description=SOCIAL_INSURANCE)
    is_under_infection_law: bool = Field(description=INFECTION_LAW)
    is_late_elderly: bool = Field(description=LATE_ELDERLY)
    has_prefectural_expenses: bool = Field(description=PREFECTURAL_EXPENSES)

    @classmethod
    def of(cls, ticket: MedicalTicket) -> Self:
        """Return a ticket as it is shown."""
        same = {name: getattr(ticket, name) for name in cls.model_fields if name != "ticket_id"}
        return cls(ticket_id=UUID(ticket.ticket_id), **same)
