"""The signed checkpoints of the record, and the signed marks of what a rule has ended; for everybody.

Whoever keeps a checkpoint can show that the record was changed. A mark tells what the rule ended from what was removed.
"""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from services.eligibility.form import Message
from shared.errors import DATABASE_FAILURES, RequestInvalid
from shared.published.eligibility.seals import CHECKPOINT_KEYS, PAGE_OF_CHECKPOINTS
from shared.published.eligibility.trail import PAGE_OF_MARKS
from shared.web.from_world import RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

_MOST, _DEFAULT = 1000, 100
_BEHIND_ALL = (1 << 63) - 1
_HASH = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a"
router = StrictRouter(tags=["record"])


BeforeSequence = Annotated[str | None, Query(pattern="^[0-9]{1,18}$", description="`next_cursor` of the page before.")]
HowMany = Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")]


class SignedCheckpoint(Message):
    """One seal in brief (封印). The signature is over `onshi checkpoint 1`, a newline, and the members before it."""

    sequence: int = Field(description="連番: from 1, without gaps.", examples=[512])
    form: int = Field(description="Which fields of a record are sealed.", examples=[1])
    record_count: int = Field(description="件数: records in this seal.", examples=[37])
    total_count: int = Field(description="累計: records in this seal and all before.", examples=[18230])
    merkle_root: str = Field(description="マークルルート: RFC 9162 over the records' leaves, hex.", examples=[_HASH])
    previous_hash: str = Field(description="SHA-256 of the signed text of the one before, hex.", examples=[_HASH])
    through_listed_in: str = Field(
        description="The last record's place in the order (`listed_in`).", examples=["3856761779325582257"]
    )
    through_check_id: str = Field(
        description="The last record's 照会ID, or the last act's id.", examples=["019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"]
    )
    sealed_at: str = Field(description="封印日時: UTC.", examples=["2026-11-20T00:15:01.000000Z"])
    key_id: str = Field(description="Which of `keys` signed (SHA-256 of its DER), hex.", examples=[_HASH])
    signature: str = Field(description="署名: Ed25519, hex.", examples=[_HASH + _HASH])


class PublishedKey(Message):
    """A public key that checkpoints are signed with (署名検証鍵)."""

    key_id: str = Field(description="SHA-256 of its DER, hex.", examples=[_HASH])
    public_key_pem: str = Field(description="公開鍵: PEM.", examples=["-----BEGIN PUBLIC KEY-----\n…"])


class SignedMark(Message):
    """What the rule on keeping (保存期間) ended.

    The signature is over `onshi retention mark 1`, a newline, and the members before it.
    """

    from_sequence: int = Field(description="連番 of the first seal whose records ended.", examples=[1])
    through_sequence: int = Field(description="連番 of the last one.", examples=[512])
    through_hash: str = Field(description="SHA-256 of the last one's signed text, hex.", examples=[_HASH])
    record_count: int = Field(description="件数: how many records these seals held.", examples=[18230])
    changed_count: int = Field(
        description="How many of them were not there, or not as they were sealed, when they ended.", examples=[0]
    )
    kept_days: int = Field(description="保存期間, days.", examples=[1825])
    removed_at: str = Field(description="削除日時: UTC.", examples=["2026-11-20T03:00:00.000000Z"])
    key_id: str = Field(description="Which of `keys` signed (SHA-256 of its DER), hex.", examples=[_HASH])
    signature: str = Field(description="署名: Ed25519, hex.", examples=[_HASH + _HASH])


class Marks(Message):
    """Marks, the newest first."""

    items: list[SignedMark] = Field(description="一覧.")
    keys: list[PublishedKey] = Field(description="The keys of `GET /v1/checkpoints`.")
    next_cursor: str | None = Field(description="Send it as `cursor` for older ones; null on the last page.")


class Checkpoints(Message):
    """Checkpoints, the newest first."""

    items: list[SignedCheckpoint] = Field(description="一覧.")
    keys: list[PublishedKey] = Field(description="Keep them: a key read together with what it signs proves little.")
    next_cursor: str | None = Field(description="Send it as `cursor` for older ones; null on the last page.")


@router.get(
    "/v1/checkpoints",
    summary="Signed checkpoints of the record (開示記録の封印)",
    responses=refusals(RequestInvalid, *DATABASE_FAILURES),
)
async def list_checkpoints(
    world: RequestWorld, cursor: BeforeSequence = None, limit: HowMany = _DEFAULT
) -> Checkpoints:
    """Tell how far the record of checks is sealed; nothing in it is about a person, and no token is needed.

    A new one comes every second while checks are answered. Keep one: `onshi audit verify --checkpoint` then finds
    whatever was taken away or rewritten before it, even by somebody who has the database and the key.
    """
    before = _BEHIND_ALL if cursor is None else int(cursor)
    rows = await world.database.fetch(PAGE_OF_CHECKPOINTS, before, limit)
    keys = await world.database.fetch(CHECKPOINT_KEYS)
    is_last = len(rows) < limit or rows[-1]["sequence"] == 1
    return Checkpoints(
        items=[SignedCheckpoint(**row) for row in rows],
        keys=[PublishedKey(**row) for row in keys],
        next_cursor=None if is_last else str(rows[-1]["sequence"]),
    )


@router.get(
    "/v1/retention-marks",
    summary="Signed marks of records that a rule has ended (保存期間満了の証跡)",
    responses=refusals(RequestInvalid, *DATABASE_FAILURES),
)
async def list_marks(world: RequestWorld, cursor: BeforeSequence = None, limit: HowMany = _DEFAULT) -> Marks:
    """Tell which seals the rule has emptied, and when; nothing in it is about a person, and no token is needed.

    A record that is in no seal any more has ended by rule where a mark covers its seal; elsewhere it was removed.
    """
    rows = await world.database.fetch(PAGE_OF_MARKS, _BEHIND_ALL if cursor is None else int(cursor), limit)
    keys = await world.database.fetch(CHECKPOINT_KEYS)
    is_last = len(rows) < limit or rows[-1]["from_sequence"] == 1
    return Marks(
        items=[SignedMark(**row) for row in rows],
        keys=[PublishedKey(**row) for row in keys],
        next_cursor=None if is_last else str(rows[-1]["from_sequence"]),
    )
