"""Bodies about consents (同意)."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from shared.clock import JAPAN
from shared.domain.codes import ConsentState
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import DataKind
from shared.web.bodies import Body
from shared.web.ids import Id

_EXAMPLE_ID = "019e2f6a-7c00-7000-8000-00000000002a"
_CONSENT = "同意ID; opaque."


class ConsentRequest(Body):
    """Consents to register on a check of this institution."""

    check_id: Id = Field(description="照会ID of the check that the consents hang on.", examples=[_EXAMPLE_ID])
    kinds: list[DataKind] = Field(
        min_length=1, max_length=12, description="閲覧同意情報種別 (OQSCD036): the kinds of data, each once."
    )
    channel: Literal["desk", "home_visit", "online"] = Field(
        description="同意の取得方法 (診療区分, OQSCD028): `desk` 窓口での口頭同意 (limit_certificate, "
        "specific_disease; not on a check by card, where the reader asks), `home_visit` 居宅同意取得型 until "
        "withdrawn, `online` オンライン診療等, 24 hours from the check. The last two need a check by card that the "
        "patient signed for that use (purpose CARE_HOME, CARE_ONLINE) and in which they chose the same kinds."
    )


class WithdrawalRequest(Body):
    """同意の取消し."""

    reason: WithdrawalReason = Field(
        description="期限切れ理由 (OQSCD031): `institution` 医療機関取消, `patient` 患者取消, `change_of_use` 用途変更."
    )


class ConsentShown(Body):
    """同意: one kind of data, one check."""

    consent_id: str = Field(description=_CONSENT, examples=[f"{_EXAMPLE_ID}.medication"])
    check_id: UUID = Field(description="照会ID of the check that it hangs on.", examples=[_EXAMPLE_ID])
    institution_code: str = Field(description="医療機関コード of whom may look.")
    kind: DataKind = Field(description="閲覧同意情報種別 (OQSCD036).")
    channel: ConsentChannel = Field(
        description="同意の取得方法; `reader` 読取端末で患者が選択, `unobtainable` 同意取得困難: nobody could be asked "
        "(救急・災害)."
    )
    state: ConsentState = Field(
        description="同意区分 (OQSCD016): given, expired (a withdrawn one too), or unobtainable while data is open "
        "that nobody was asked about."
    )
    given_at: datetime = Field(description="同意日時 (ConsTime); of `unobtainable` when the data was opened.")
    viewable_until: datetime | None = Field(
        description="閲覧有効期限 (AvailableTime); null: until it is withdrawn.", examples=["2026-11-21T09:15:00+09:00"]
    )
    withdrawal_reason: WithdrawalReason | None = Field(
        description="期限切れ理由 (OQSCD031); null: it was not withdrawn.", examples=["patient"]
    )

    @classmethod
    def of(cls, grant: ConsentGrant, institution_code: str, at: datetime) -> Self:
        """Return a consent as it is shown at the instant ``at``."""
        return cls(
            consent_id=f"{grant.check_id}.{grant.kind.value}",
            check_id=grant.check_id,
            institution_code=institution_code,
            kind=grant.kind,
            channel=grant.channel,
            state=grant.state_at(at),
            given_at=grant.given_at.astimezone(JAPAN),
            viewable_until=None if grant.viewable_until is None else grant.viewable_until.astimezone(JAPAN),
            withdrawal_reason=grant.reason,
        )


class ConsentsRegistered(Body):
    """What was registered."""

    items: list[ConsentShown]


class ConsentPage(Body):
    """One page of consents, those of the newest check first."""

    items: list[ConsentShown]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
