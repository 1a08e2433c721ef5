"""Bodies about insurers."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from services.registry.directory.store.insurers import RecordedInsurer
from shared.clock import JAPAN
from shared.domain.insurers import InsurerKind
from shared.web.bodies import Body, CarriedText, InsurerNumberText, Text


class InsurerRegistration(Body):
    """保険者の登録."""

    insurer_number: InsurerNumberText = Field(
        description="保険者番号 (InsurerNumber): 8 digits, or 6 for 国民健康保険. Whether the check digit "
        "(検証番号) must be right is a setting.",
        examples=["06123457"],
    )
    name: Text = Field(description="保険者名称 (InsurerName).", examples=["見本健康保険組合"])
    kind: InsurerKind = Field(
        description="保険者の種別; the number's law number (法別番号) must fit it: "
        + ", ".join(f"`{kind.value}` {kind.term} ({kind.code or '6 digits'})" for kind in InsurerKind)
    )


class InsurerShown(BaseModel):
    """保険者."""

    insurer_number: str = Field(description="保険者番号 (InsurerNumber).")
    name: CarriedText = Field(description="保険者名称 (InsurerName).")
    kind: InsurerKind = Field(description="保険者の種別.")
    recorded_at: datetime = Field(description="登録日時: since when the registry has known it so.")

    @classmethod
    def of(cls, insurer: RecordedInsurer) -> Self:
        """Return an insurer as it is shown."""
        return cls(
            insurer_number=insurer.number,
            name=insurer.name,
            kind=insurer.kind,
            recorded_at=insurer.recorded_at.astimezone(JAPAN),
        )
