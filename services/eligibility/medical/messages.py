"""Bodies of medical data that a consent opens."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.eligibility.form import Message
from shared.domain.consent import MEDICAL_KINDS
from shared.domain.purposes import DataKind

MedicalKind = StrEnum("MedicalKind", {kind.name: kind.value for kind in DataKind if kind in MEDICAL_KINDS})  # type: ignore[misc]


class MedicalRecordShown(Message):
    """One entry; invented."""

    occurred_on: date = Field(description="実施日・処方日・登録日.", examples=["2026-10-05"])
    institution_name: str = Field(description="医療機関名; invented.", examples=["模擬第一医院"])
    code: str = Field(description="コード of this simulator, `SIM-…`.", examples=["SIM-YZ-001"])
    name: str = Field(description="名称: the drug, finding, act or test.", examples=["模擬アムロ錠5mg"])
    value: str | None = Field(description="数量・検査値; null where there is none.", examples=["28"])
    unit: str | None = Field(description="単位.", examples=["日分"])
    note: str | None = Field(description="用法など.", examples=["1日1回 朝食後"])


class MedicalRecords(Message):
    """閲覧できる医療情報 of one kind: all of it, the newest first."""

    check_id: UUID = Field(description="照会ID of the check that opens it.")
    kind: MedicalKind = Field(description="閲覧同意情報種別 (OQSCD036).")
    viewable_until: datetime = Field(description="閲覧有効期限 (AvailableTime).")
    items: list[MedicalRecordShown]
