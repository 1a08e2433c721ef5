"""The bodies of 照会番号 (OQSsiimm01, OQSmuimm01)."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from services.eligibility.checks.messages.insured import InsuredPerson, Reference
from services.eligibility.form import Message
from shared.web.bodies import Body
from shared.web.ids import Id

MOST_NUMBERS = 5000
_NUMBER = "照会番号 (ReferenceNumber): this institution's own number for the patient. Never a My Number."
_EXAMPLES = ["P-000123"]


class ReferenceRegistration(Body):
    """照会番号登録: a number for the person named by exactly one of `insured` and `check_id`."""

    reference_number: Reference = Field(description=_NUMBER, examples=_EXAMPLES)
    insured: InsuredPerson | None = Field(default=None, description="被保険者証情報 of the patient.")
    check_id: Id | None = Field(default=None, description="照会ID of a check of this institution that was answered.")


class ReferenceRegistrations(Body):
    """照会番号一括登録."""

    items: Annotated[list[ReferenceRegistration], Field(min_length=1, max_length=MOST_NUMBERS)] = Field(
        description="登録対象 (ReferenceNumberRegistrationInfo)."
    )


class ReferenceNumber(Message):
    """照会番号."""

    reference_number: str = Field(description=_NUMBER, examples=_EXAMPLES)
    registered_at: AwareDatetime = Field(description="登録日時.")


class ReferenceNumbers(Message):
    """This institution's numbers, in the order of their characters."""

    items: list[ReferenceNumber] = Field(description="一覧.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class ReferenceFailure(Message):
    """Why a number was not registered."""

    code: str = Field(description="処理結果コード: a refusal's code.", examples=["insured-not-found"])
    title: str = Field(description="処理結果メッセージ.", examples=["Nobody has these identifiers"])
    title_ja: str = Field(description="処理結果メッセージ (日本語).", examples=["該当する被保険者がいません"])


class ReferenceOutcome(Message):
    """What came of one item (BulkRegistrationUnit)."""

    reference_number: str = Field(description=_NUMBER, examples=_EXAMPLES)
    status: Literal["registered", "failed"] = Field(description="処理結果状況 (ProcessingResultStatus).")
    error: ReferenceFailure | None = Field(description="Why it failed (エラー内容); null otherwise.")


class ReferenceOutcomes(Message):
    """一括登録結果, in the order in which the items were sent."""

    total: int = Field(description="件数.", examples=[120])
    succeeded: int = Field(description="正常終了件数 (NumberOfNormalProcessing).", examples=[119])
    failed: int = Field(description="エラー件数 (NumberOfError).", examples=[1])
    items: list[ReferenceOutcome] = Field(description="登録結果 (BulkRegistrationUnit).")
