"""What is told of an import."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.imports.store.imports import Import, State
from services.registry.imports.store.rejections import Rejection
from shared.clock import JAPAN

IMPORT_ID = "取込みID."
_SHOWN: dict[State, Literal["running", "done", "stopped"]] = {
    State.RECEIVING: "running",
    State.RUNNING: "running",
    State.DONE: "done",
    State.STOPPED: "stopped",
}


class ImportReceived(BaseModel):
    """取込みの受付."""

    import_id: UUID = Field(description=IMPORT_ID)


class ImportProgress(BaseModel):
    """取込みの状況."""

    import_id: UUID = Field(description=IMPORT_ID)
    state: Literal["running", "done", "stopped"] = Field(
        description="`running` 受信中・取込み中, `done` 完了, `stopped` 取込みなし: the file did not come whole, or "
        "is no file of lines, and nothing of it is recorded."
    )
    insurer_number: str | None = Field(description="保険者番号 of the insurer whose file it is; null: an operator's.")
    received_at: datetime = Field(description="受付日時.")
    ended_at: datetime | None = Field(description="終了日時.")
    lines: int = Field(description="行数: lines that were received, blank ones left out.", examples=[3])
    accepted: int = Field(description="登録された行: something of it is new.", examples=[2])
    unchanged: int = Field(description="変更のない行: all of it was on record.", examples=[0])
    rejected: int = Field(description="取り込めなかった行: nothing of it is recorded.", examples=[1])

    @classmethod
    def of(cls, each: Import) -> Self:
        """Return an import as it is shown."""
        return cls(
            import_id=each.import_id,
            state=_SHOWN[each.state],
            insurer_number=each.insurer_number,
            received_at=each.received_at.astimezone(JAPAN),
            ended_at=None if each.ended_at is None else each.ended_at.astimezone(JAPAN),
            lines=each.lines,
            accepted=each.accepted,
            unchanged=each.unchanged,
            rejected=each.rejected,
        )


class RejectionShown(BaseModel):
    """取り込めなかった理由."""

    line: int = Field(description="行番号, from 1 on; of CSV the header is line 1.", examples=[3])
    pointer: str = Field(
        description="Where, as a JSON pointer into the line; of CSV the column.", examples=["/coverages/0/number"]
    )
    code: str = Field(description="What is wrong, as in `errors[]` of a single registration.", examples=["taken"])
    message: str = Field(description="The same in words.", examples=["Lies before the person's birth."])
    message_ja: str = Field(description="同じ内容（日本語）.", examples=["生年月日より前の日付です。"])

    @classmethod
    def of(cls, rejection: Rejection) -> Self:
        """Return it as it is shown."""
        violation = rejection.violation
        return cls(
            line=rejection.line,
            pointer=violation.pointer,
            code=violation.code,
            message=violation.message,
            message_ja=violation.message_ja,
        )


class ImportShown(ImportProgress):
    """取込みの状況と、取り込めなかった行."""

    rejections: list[RejectionShown] = Field(description="取り込めなかった行の理由, by line: one page of them.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
