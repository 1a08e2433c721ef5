"""An entry of medical data as it is answered, to an institution and to the patient."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field

from shared.domain.consent import MEDICAL_KINDS
from shared.domain.medical_records import MedicalRecord
from shared.domain.purposes import DataKind
from shared.web.bodies import Body

MedicalKind = StrEnum("MedicalKind", {kind.name: kind.value for kind in DataKind if kind in MEDICAL_KINDS})  # type: ignore[misc]


class MedicalRecordBody(Body):
    """One entry; invented. Each service that answers it names it as its own."""

    occurred_on: date = Field(description="実施日・処方日・登録日.", examples=["2026-10-05"])
    institution_name: str = Field(description="医療機関名; invented.", examples=["模擬第一医院"])
    code: str = Field(description="コード of this simulator, `SIM-…`.", examples=["SIM-YZ-001"])
    name: str = Field(description="名称: the drug, finding, act or test.", examples=["模擬アムロ錠5mg"])
    value: str | None = Field(description="数量・検査値; null where there is none.", examples=["28"])
    unit: str | None = Field(description="単位.", examples=["日分"])
    note: str | None = Field(description="用法など.", examples=["1日1回 朝食後"])

    @classmethod
    def of(cls, record: MedicalRecord) -> Self:
        """Return ``record`` as it is answered."""
        return cls.model_validate(record, from_attributes=True)
