"""Bodies of the patient's own view."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.consent.consents.messages import ConsentShown
from services.consent.history.messages import RecordedOutcome
from shared.domain.codes import CheckMethod, Relationship, Sex
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.web.bodies import Body, CarriedText
from shared.web.medical_bodies import MedicalKind, MedicalRecordBody

_HIDDEN = "不開示該当: true when the history is not shown (支援措置); then `items` is empty."
_EXAMPLE_ID = "019e2f6a-7c00-7000-8000-00000000002a"


class PortalChallenge(Body):
    """A nonce for the patient's card to sign."""

    nonce: str = Field(description="チャレンジ.")
    institution: str = Field(description="What the proof names as `institution`: the portal.", examples=["0000000000"])
    issued_at: datetime = Field(description="発行日時.")
    expires_at: datetime = Field(description="有効期限.")


class SessionRequest(Body):
    """Signing in with the card."""

    presence_proof: str = Field(
        min_length=1, max_length=16_384, description="本人確認データ with aud `onshi-portal`; verified by PIN or phone."
    )


class SessionOpened(Body):
    """A session of one patient."""

    access_token: str = Field(
        description="アクセストークン of role `patient`: opaque, for /v1/me only.", examples=["onshi-patient_9dR…"]
    )
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the word of RFC 6750
    expires_in: int = Field(description="Seconds until it ends (有効秒数).")
    person_id: UUID = Field(description="加入者ID of the person whose card it is.", examples=[_EXAMPLE_ID])


class MyCoverage(Body):
    """資格: one membership with one insurer, current or past."""

    is_current: bool = Field(description="Whether it holds today (現在の資格).")
    insurer_number: str = Field(description="保険者番号.")
    insurer_name: CarriedText = Field(description="保険者名.", examples=["模擬健康保険組合"])
    symbol: CarriedText | None = Field(description="被保険者証記号.")
    number: CarriedText = Field(description="被保険者証番号.")
    branch: str | None = Field(description="被保険者証枝番.")
    relationship: Relationship = Field(description="本人・家族の別 (OQSCD009).")
    acquired_on: date = Field(description="資格取得年月日.")
    lost_on: date | None = Field(description="資格喪失年月日, the first day without.")
    limit_label: str | None = Field(description="限度額適用認定証の適用区分 today; null: none.", examples=["ウ"])


class MyEligibility(Body):
    """健康保険証情報 of the person who is signed in."""

    name: CarriedText = Field(description="氏名.")
    name_kana: CarriedText | None = Field(description="氏名カナ.")
    sex: Sex = Field(description="性別 (OQSCD007).")
    birthdate: date = Field(description="生年月日.")
    postal_code: str | None = Field(description="郵便番号; null when not shown (不開示該当).")
    address: CarriedText | None = Field(description="住所; null when not shown (不開示該当).")
    coverages: list[MyCoverage] = Field(description="資格, the newest first.")


class MyDisclosure(Body):
    """One look at the patient's data: when, who, to what purpose, which kinds."""

    check_id: UUID = Field(description="照会ID.", examples=[_EXAMPLE_ID])
    checked_at: datetime = Field(description="照会日時.")
    role: Role = Field(description="利用者区分 of who asked.")
    role_ja: str = Field(description="利用者区分 in words.", examples=["医療機関"])
    institution_code: str | None = Field(description="医療機関コード; null: none asked.")
    institution_name: CarriedText | None = Field(description="医療機関名.", examples=["模擬第一医院"])
    insurer_number: str | None = Field(description="保険者番号 of the insurer that asked; null: none did.")
    insurer_name: CarriedText | None = Field(description="保険者名.", examples=["模擬健康保険組合"])
    method: CheckMethod = Field(description="照会区分 (OQSCD002).")
    purpose: PurposeOfUse = Field(description="利用目的.")
    purpose_ja: str = Field(description="利用目的 in words.", examples=["来院患者の資格確認"])
    outcome: RecordedOutcome = Field(
        description="結果: what was `refused` disclosed nothing; `registered`: the institution gave the patient a "
        "number of its own (照会番号)."
    )
    kinds: list[DataKind] = Field(description="開示された情報の種類.")
    is_without_consent: bool = Field(
        description="同意取得困難: medical data was opened or read without asking (救急・災害). Its window can be "
        "ended: see /v1/me/consents."
    )


class MyDisclosures(Body):
    """情報の利用履歴, the newest first."""

    items: list[MyDisclosure]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    is_hidden: bool = Field(description=_HIDDEN)


class MyConsents(Body):
    """The consents of the last 31 days, and those that stand, the newest check first."""

    items: list[ConsentShown]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    is_hidden: bool = Field(description=_HIDDEN)


class MyCard(Body):
    """A card or phone that is or was registered as this person's insurance card."""

    registered_at: datetime = Field(description="登録日時.", examples=["2026-11-01T09:00:00+09:00"])
    ended_at: datetime | None = Field(description="解除・更新日時; null: it counts.")
    is_this_card: bool = Field(description="Whether it is the card that the patient signed in with.")


class MyCardRegistration(Body):
    """健康保険証利用登録 of the card in hand."""

    is_registered: bool = Field(description="Whether the card can be used as an insurance card (利用登録済み).")
    registered_at: datetime | None = Field(
        description="登録日時; null: not registered.", examples=["2026-11-01T09:00:00+09:00"]
    )
    cards: list[MyCard] = Field(
        max_length=100,
        description="利用登録の履歴: every card and phone that was ever registered for this person, the newest first; "
        "one that the patient does not know is somebody else's, and an operator ends it. A hundred at most.",
    )


class MyExpense(Body):
    """医療費: one institution in one month; invented."""

    treatment_month: str = Field(description="診療年月, YYYY-MM.", examples=["2026-09"])
    kind: Literal["outpatient", "dental", "dispensing"] = Field(description="診療区分: 外来, 歯科, 調剤.")
    institution_name: str = Field(description="医療機関名; invented.", examples=["模擬第一医院"])
    days: int = Field(description="診療日数.", examples=[2])
    total_cost_yen: int = Field(description="医療費の総額, yen.", examples=[6400])
    paid_yen: int = Field(description="窓口で支払った額, yen, rounded to 10.", examples=[1920])


class MyExpenses(Body):
    """医療費通知情報 of twelve months, the newest first; invented from the person's id."""

    items: list[MyExpense]
    is_hidden: bool = Field(description=_HIDDEN)


class MyMedicalRecord(MedicalRecordBody):
    """One entry; invented."""


class MyMedicalRecords(Body):
    """診療・薬剤情報 of one kind, the newest first; invented from the person's id."""

    kind: MedicalKind = Field(description="閲覧同意情報種別 (OQSCD036).")
    items: list[MyMedicalRecord]
    is_hidden: bool = Field(description=_HIDDEN)
