"""Bodies about institutions."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from services.registry.directory.store.institutions import RecordedInstitution
from shared.clock import JAPAN
from shared.domain.roles import Role
from shared.web.bodies import Body, CarriedText, InstitutionCodeText, Text


class InstitutionRole(StrEnum):
    """The roles that an institution itself can have (a reader stands in one)."""

    INSTITUTION = Role.INSTITUTION.value
    PHARMACY = Role.PHARMACY.value
    NURSING = Role.NURSING.value
    LIMITED = Role.LIMITED.value


class InstitutionRegistration(Body):
    """医療機関等の登録."""

    institution_code: InstitutionCodeText = Field(
        description="医療機関コード (MedicalInstitutionCode): prefecture 2, fee table 1, institution 7 digits.",
        examples=["1312345670"],
    )
    name: Text = Field(description="医療機関等の名称.", examples=["見本内科クリニック"])
    role: InstitutionRole = Field(
        description="`institution` 医療機関, `pharmacy` 薬局, `nursing` 訪問看護ステーション, `limited` 資格確認限定型."
    )


class InstitutionShown(BaseModel):
    """医療機関等."""

    institution_code: str = Field(description="医療機関コード (MedicalInstitutionCode).")
    name: CarriedText = Field(description="医療機関等の名称.")
    role: InstitutionRole = Field(description="役割.")
    recorded_at: datetime = Field(description="登録日時: since when the registry has known it so.")

    @classmethod
    def of(cls, institution: RecordedInstitution) -> Self:
        """Return an institution as it is shown."""
        return cls(
            institution_code=institution.code,
            name=institution.name,
            role=InstitutionRole(institution.role.value),
            recorded_at=institution.recorded_at.astimezone(JAPAN),
        )
