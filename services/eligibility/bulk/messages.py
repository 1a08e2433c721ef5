"""The bodies of 一括照会 (OQSmuquc01 and 02)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, create_model

from services.eligibility.bulk.rules import MOST_ITEMS, NEVER_SHOWN
from services.eligibility.checks.messages.checks import Notice, Result
from services.eligibility.checks.messages.insured import LONGEST_REFERENCE, InsuredPerson, Reference
from services.eligibility.form import Message
from shared.domain.codes import QualificationValidity
from shared.web.bodies import Body
from shared.web.days import Day


class BulkRequestItem(Body):
    """One patient to ask about."""

    item_reference: Reference = Field(
        description="任意の識別子 (ArbitraryIdentifier): echoed, never interpreted. No person's number.",
        examples=["ptId_001"],
    )
    insured: InsuredPerson = Field(description="被保険者証情報.")


class BulkRequest(Body):
    """Up to 5,000 patients."""

    items: Annotated[list[BulkRequestItem], Field(min_length=1, max_length=MOST_ITEMS)] = Field(
        description="照会対象 (QualificationConfirmSearchInfo)."
    )
    as_of: Day | None = Field(
        default=None,
        description="資格確認日 (QualificationConfirmationDate): today if absent, up to 14 days ahead, or past up to "
        "five years.",
    )
    client_reference: Annotated[str, Field(max_length=LONGEST_REFERENCE)] | None = Field(
        default=None,
        description="任意のファイル識別子 (ArbitraryFileIdentifier): echoed; the reception is found again by it.",
    )


class BulkReceived(Message):
    """受付結果."""

    reception_number: UUID = Field(description="受付番号 (ReceptionNumber).")
    received_at: AwareDatetime = Field(description="受付日時 (ReceptionDateTime).")
    total: int = Field(description="件数.", examples=[120])


class BulkReception(Message):
    """A reception and how far it is. `processed` is `succeeded` plus `failed`; all of `total` when it is done."""

    reception_number: UUID = Field(description="受付番号 (ReceptionNumber).")
    state: Literal["processing", "done"] = Field(description="処理結果区分 (SegmentOfResult): 2 処理中, 1 正常終了.")
    received_at: AwareDatetime = Field(description="受付日時 (ReceptionDateTime).")
    expires_at: AwareDatetime = Field(description="保存期限: seven days after it was received.")
    as_of: date = Field(description="資格確認日 (QualificationConfirmationDate).")
    client_reference: str | None = Field(description="任意のファイル識別子 (ArbitraryFileIdentifier), echoed.")
    total: int = Field(description="件数.", examples=[120])
    processed: int = Field(description="処理件数 (NumberOfProcessingResult).", examples=[120])
    succeeded: int = Field(description="正常終了件数 (NumberOfNormalProcessing).", examples=[119])
    failed: int = Field(description="エラー件数 (NumberOfError).", examples=[1])


class BulkReceptions(Message):
    """Receptions, newest first."""

    items: list[BulkReception] = Field(description="一覧.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class BulkError(Message):
    """Why an item failed."""

    code: str = Field(description="処理結果コード: a refusal's code.", examples=["purpose-not-in-force"])
    title: str = Field(description="処理結果メッセージ.", examples=["This purpose is not in force on that day."])
    title_ja: str = Field(
        description="処理結果メッセージ (日本語).", examples=["その日には、この目的は施行されていません。"]
    )


_SHOWN: dict[str, Any] = {
    name: (shown.annotation, shown) for name, shown in Result.model_fields.items() if name not in NEVER_SHOWN
}
# Made from a check's result, so that what is shown there and may be shown here never differs by oversight.
BulkResult = create_model(
    "BulkResult",
    __base__=Message,
    __doc__="資格確認結果 without limit values and consents (BulkConfirmUnit).",
    **_SHOWN,
)


class BulkItem(Message):
    """One patient of a reception."""

    item_reference: str = Field(description="任意の識別子 (ArbitraryIdentifier), echoed.", examples=["ptId_001"])
    status: Literal["pending", "succeeded", "failed"] = Field(description="処理結果状況 (ProcessingResultStatus).")
    error: BulkError | None = Field(description="Why it failed (エラー内容); null otherwise.")
    check_id: UUID | None = Field(description="The check that was recorded for it (照会ID).")
    validity: QualificationValidity | None = Field(description="資格有効性 (QualificationValidity, OQSCD006).")
    limit_certificate_changed: bool | None = Field(
        description="限度額変更有無 (LimitApplicationCertificateChanged, OQSCD014): changed since this institution's "
        "last check of the person, or not to be told. Null where there is no result.",
        examples=[False],
    )
    result: BulkResult | None = Field(description="資格確認結果; null where nobody is shown.")
    notices: list[Notice] = Field(
        description="お知らせ: things to know; none is an error (ProcessingResultMessage, which the interface brings "
        "with a success too)."
    )


class BulkCheck(BulkReception):
    """A reception with its items, in the order in which they were sent."""

    items: list[BulkItem] = Field(description="照会結果 (BulkConfirmUnit).")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
