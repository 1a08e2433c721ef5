"""Bodies of medical data that a consent opens."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.eligibility.form import Message
from shared.web.medical_bodies import MedicalKind, MedicalRecordBody


class MedicalRecordShown(MedicalRecordBody, Message):
    """One entry; invented."""


class MedicalRecords(Message):
    """閲覧できる医療情報 of one kind: all of it, the newest first."""

    check_id: UUID = Field(description="照会ID of the check that opens it.")
    kind: MedicalKind = Field(description="閲覧同意情報種別 (OQSCD036).")
    viewable_until: datetime = Field(description="閲覧有効期限 (AvailableTime).")
    items: list[MedicalRecordShown]
