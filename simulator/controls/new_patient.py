"""The body of ``POST /patients``: what is left out is chosen."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from shared.domain.codes import LimitCategory, LimitCertificateKind, LossReason, Relationship, Sex
from shared.web.bodies import Body, BranchText, InsurerNumberText, LongText, NumberText, PostalCode, SymbolText, Text
from shared.web.days import Day
from simulator.controls.messages import PersonaAnswer, persona_answer
from simulator.personas.persona import Persona

Pin = Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class NewInsurer(Body):
    """保険者. Made in the world where it is new; its kind follows from the law number (法別番号)."""

    number: InsurerNumberText = Field(description="保険者番号 (InsurerNumber): 8 digits, or 6 for 国民健康保険.")
    name: Text | None = Field(default=None, description="保険者名称, where the insurer is new; left out: invented.")


class NewCoverage(Body):
    """資格."""

    symbol: SymbolText | None = Field(default=None, description="被保険者証記号; left out: chosen, null: none.")
    number: NumberText | None = Field(default=None, description="被保険者証番号; left out: chosen.")
    branch: BranchText | None = Field(default=None, description="被保険者証枝番; left out: chosen, null: none.")
    relationship: Relationship = Field(default=Relationship.SELF, description="本人・家族の別.")
    acquired_on: Day | None = Field(default=None, description="資格取得年月日; left out: three years ago, or at birth.")
    lost_on: Day | None = Field(default=None, description="資格喪失年月日: the first day NOT covered.")
    loss_reason: LossReason | None = Field(default=None, description="資格喪失事由; left out: その他.")
    share_percent: Annotated[int, Field(strict=True, ge=10, le=30, multiple_of=10)] | None = Field(
        default=None, description="一部負担金割合, 後期高齢者; left out: 10 there, elsewhere age decides."
    )


class NewLimitCertificate(Body):
    """限度額適用認定証."""

    category: LimitCategory = Field(description="適用区分 (LimitApplicationCertificateClassificationFlag).")
    kind: LimitCertificateKind | None = Field(default=None, description="認定証区分; left out: as the category needs.")
    valid_from: Day | None = Field(default=None, description="有効開始年月日; left out: the last 1 August.")
    valid_to: Day | None = Field(default=None, description="有効終了年月日; left out: the next 31 July.")


class NewPatientCard(Body):
    """マイナンバーカード or phone, registered for insurance use (初回登録)."""

    pin: Pin | None = Field(
        default="1234", repr=False, description="暗証番号; null: a 顔認証マイナンバーカード. An iPhone has none."
    )
    carrier: Literal["card", "android", "iphone"] = Field(default="card", description="媒体.")


def _as_card(value: Any) -> Any:
    if value is True:
        return {}
    return None if value is False else value


class NewPatient(Body):
    """A person with insurer, coverage, limit certificate and card. No My Number is taken."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = Field(
        default=None, description="As what GET /personas/{id} knows them, so that a retry is safe; left out: chosen."
    )
    name: Text = Field(
        description="氏名 (Name): surname and given name, with a blank between.", examples=["見本　花子"]
    )
    name_kana: Text | None = Field(default=None, description="氏名カナ (NameKana).")
    birthdate: Day = Field(description="生年月日 (Birthdate).")
    sex: Sex = Field(description="性別1 (Sex1).")
    postal_code: PostalCode | None = Field(default=None, description="郵便番号, 123-4567.")
    address: LongText | None = Field(default=None, description="住所 (Address).")
    insurer: NewInsurer | None = Field(
        default=None, description="保険者; left out: an employees' insurer, from 75 on 後期高齢者医療."
    )
    coverage: NewCoverage = Field(default_factory=NewCoverage, description="資格; left out: covered today.")
    limit_certificate: NewLimitCertificate | None = Field(default=None, description="限度額適用認定証; left out: none.")
    card: Annotated[
        NewPatientCard | None,
        BeforeValidator(_as_card, json_schema_input_type=NewPatientCard | bool | None),
    ] = Field(
        default_factory=NewPatientCard, description="Left out or true: a card with the PIN 1234; null or false: none."
    )

    def digest(self) -> bytes:
        """Return what the same request again is known by."""
        return sha256(self.model_dump_json().encode()).digest()


class PatientAnswer(PersonaAnswer):
    """A patient as a persona, and what to change in the registry to go on from there."""

    person_id: UUID = Field(description="加入者ID in the registry.")
    coverage_id: UUID = Field(description="資格ID in the registry.")


def patient_answer(persona: Persona, today: date) -> PatientAnswer:
    """Return what a tester reads about the patient that was made."""
    assert persona.holder is not None  # noqa: S101 - a patient has one
    return PatientAnswer.model_validate(
        {
            **persona_answer(persona, today).model_dump(),
            "person_id": persona.holder.person_id,
            "coverage_id": persona.memberships[0].coverage_id,
        }
    )
