"""Bodies about the record of who saw what (開示履歴)."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from services.consent.history.store import DisclosureEntry
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.web.bodies import Body, CarriedText

RecordedOutcome = Literal["answered", "refused", "rejected", "registered", "not_registered"]
_EXAMPLE_ID = "019e2f6a-7c00-7000-8000-00000000002a"


class DisclosureShown(Body):
    """開示履歴: one act; it names what kinds of data were shown, never the data."""

    check_id: UUID = Field(description="照会ID.", examples=[_EXAMPLE_ID])
    checked_at: datetime = Field(description="照会日時.")
    client_id: str = Field(description="クライアントID of who asked.")
    role: Role = Field(description="利用者区分.")
    institution_code: str | None = Field(description="医療機関コード; null: who asked stands for none.")
    institution_name: CarriedText | None = Field(description="医療機関名.", examples=["模擬第一医院"])
    method: CheckMethod = Field(description="照会区分 (OQSCD002).")
    purpose: PurposeOfUse = Field(description="利用目的.")
    as_of: date = Field(description="資格確認日.")
    outcome: RecordedOutcome = Field(
        description="結果: answered 回答, refused a purpose that was not allowed, rejected a proof that did not hold; "
        "registered and not_registered 照会番号登録 by identifiers, which told whether somebody has them."
    )
    code: str = Field(
        description="資格有効性 of an answer, `reference-number` of a registration, else the code of the refusal.",
        examples=["valid"],
    )
    person_id: UUID | None = Field(description="加入者ID; null: nobody was found.", examples=[_EXAMPLE_ID])
    kinds: list[DataKind] = Field(description="開示した情報の種類.")
    is_without_consent: bool = Field(
        description="同意取得困難: medical data was opened or read that the patient was not asked about (救急・災害)."
    )
    holder_verification: str | None = Field(
        description="本人確認方法 (pin, face, visual, device_biometric); null without a card.", examples=["pin"]
    )
    certificate_state: str | None = Field(description="電子証明書の状態; null without a card.", examples=["current"])
    client_reference: str | None = Field(description="The client's own reference, as it was sent.")
    rederived_from: UUID | None = Field(
        description="元の照会ID of a second reading, or of medical data that was read; null: a check of its own.",
        examples=[_EXAMPLE_ID],
    )

    @classmethod
    def of(cls, entry: DisclosureEntry, *, with_person: bool) -> Self:
        """Return an entry as it is shown; an institution is not told who is behind a number that failed."""
        return cls(
            check_id=entry.check_id,
            checked_at=entry.checked_at.astimezone(JAPAN),
            client_id=entry.client_id,
            role=Role(entry.role),
            institution_code=entry.institution_code,
            institution_name=entry.institution_name,
            method=CheckMethod(entry.method),
            purpose=PurposeOfUse(entry.purpose),
            as_of=entry.as_of,
            outcome=entry.outcome,
            code=entry.code,
            person_id=entry.person_id if with_person else None,
            kinds=[DataKind(kind) for kind in entry.kinds],
            is_without_consent=entry.is_without_consent,
            holder_verification=entry.holder_verification,
            certificate_state=entry.certificate_state,
            client_reference=entry.client_reference,
            rederived_from=entry.rederived_from,
        )


class DisclosurePage(Body):
    """One page of the record, the newest first."""

    items: list[DisclosureShown]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
