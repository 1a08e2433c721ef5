"""A card put on a reader by a program, and the check that came of it."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shared.domain.codes import PrescriptionForm
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.purposes import DataKind
from shared.web.bodies import Affirmed, Body, Flag

_WAYS = ("pin", "face", "visual", "device_biometric")
_ONE_WAY = (
    "name exactly one of pin, face, visual, device_biometric",
    "pin・face・visual・device_biometric のいずれか一つを指定してください。",
)
_NO_CONSENT = ("coverage is no kind of consent", "資格情報は同意の対象ではありません。")
Pin = Annotated[
    str, Field(pattern=r"^[0-9]{4}$", description="暗証番号, 4 digits: of the card, or an Android phone's.")
]


class NewVisit(Body):
    """A card or phone, how its holder is verified (exactly one way), and what the holder chooses."""

    card: str = Field(
        min_length=1,
        max_length=100,
        repr=False,
        description="カード: the id of a card or phone, or of a test patient of the controls.",
        examples=["employee-with-limit"],
    )
    pin: Pin | None = Field(default=None, repr=False, examples=["1234"])
    face: Flag | None = Field(
        default=None, description="顔認証. True: the holder's face is before the camera; false: somebody else's."
    )
    visual: Affirmed | None = Field(default=None, description="目視確認: the staff have looked; no passcode needed.")
    device_biometric: Affirmed | None = Field(default=None, description="Face ID or Touch ID (iPhone).")
    consents: list[DataKind] = Field(
        default=[],
        max_length=12,
        description="What the patient agrees to (閲覧同意); any kind but `coverage`.",
        examples=[["medication", "checkups"]],
    )
    prescription_form: PrescriptionForm | None = Field(default=None, description="処方箋の受け取り方.")

    @model_validator(mode="after")
    def _names_one_way(self) -> Self:
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            raise NotAcceptable(*_ONE_WAY)
        if DataKind.COVERAGE in self.consents:
            raise NotAcceptable(*_NO_CONSENT)
        return self

    def way(self) -> dict[str, Any]:
        """Return how the holder is verified."""
        return {way: value for way in _WAYS if (value := getattr(self, way)) is not None}


class VisitCheck(BaseModel):
    """資格確認結果: the answer of eligibility's `POST /v1/checks` as it came, with all members that stand there."""

    model_config = ConfigDict(extra="allow")

    check_id: UUID = Field(description="照会ID.")
    checked_at: AwareDatetime = Field(description="処理実行日時.")
    as_of: date = Field(description="資格確認日.")
    outcome: Literal["answered", "refused"] = Field(description="処理結果: `refused` where the purpose was refused.")
    validity: str | None = Field(description="資格有効性.", examples=["valid"])
    certificate_state: str | None = Field(description="電子証明書の状態.", examples=["current"])
