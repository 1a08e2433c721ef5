"""The bodies of the list of an institution's checks."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.eligibility.form import Message
from services.eligibility.record.store.check_list import Cursor, ListedCheck
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.purposes import PurposeOfUse
from shared.web.cursors import cursor_of


class CheckEntry(Message):
    """One check, without what it was about: `GET /v1/checks/{check_id}` tells that."""

    check_id: UUID = Field(description="照会ID: names the check for ever.")
    checked_at: AwareDatetime = Field(description="処理実行日時 (ProcessExecutionTime).")
    as_of: date = Field(description="資格確認日 (QualificationConfirmationDate).")
    method: CheckMethod = Field(description="照会区分 (ReferenceClassification, OQSCD002).")
    purpose: PurposeOfUse = Field(description="利用目的.")
    outcome: Literal["answered", "refused", "rejected"] = Field(
        description="処理結果. `refused`: the purpose was refused; `rejected`: the check ended in a refusal and has no "
        "answer."
    )
    validity: QualificationValidity | None = Field(description="資格有効性 (OQSCD006) of an answer; null otherwise.")
    refusal_code: str | None = Field(
        description="Why the purpose or the check was refused (拒否理由); null for an answer.",
        examples=["certificate-expired"],
    )
    client_reference: str | None = Field(description="任意のファイル識別子 (ArbitraryFileIdentifier), echoed.")

    @classmethod
    def of(cls, check: ListedCheck) -> "CheckEntry":
        """Return a record as it is listed."""
        is_answer = check.outcome == "answered"
        return cls.model_validate(
            {
                "check_id": check.check_id,
                "checked_at": check.checked_at.astimezone(JAPAN),
                "as_of": check.as_of,
                "method": CheckMethod(check.method),
                "purpose": PurposeOfUse(check.purpose),
                "outcome": check.outcome,
                "validity": QualificationValidity(check.code) if is_answer else None,
                "refusal_code": None if is_answer else check.code,
                "client_reference": check.client_reference,
            }
        )


class CheckEntries(Message):
    """Checks in the order in which they can be seen."""

    items: list[CheckEntry] = Field(description="一覧.")
    next_cursor: str = Field(
        description="Send it as `after` for what comes next; there is always one, as the list goes on.",
        examples=["NzU0LjAxOWNhMmQxNWEwMDdjM2U5YjQxMGY2YzJkOGU3YTU1"],
    )

    @classmethod
    def of(cls, checks: list[ListedCheck], end: Cursor) -> "CheckEntries":
        """Return a page as it is shown."""
        return cls(items=[CheckEntry.of(check) for check in checks], next_cursor=cursor_of(end.key))
