"""Bodies about the record of who saw what (開示履歴), and the proofs that it is sealed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

import msgspec
from pydantic import Field

from services.consent.history.store import DisclosureEntry
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.seal.merkle import HASH_BYTES, inclusion_path
from shared.web.bodies import Body, CarriedText

RecordedOutcome = Literal["answered", "refused", "rejected", "registered", "not_registered"]
_HASH = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a"
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


class SealedBy(Body):
    """The checkpoint (封印): the signature is over `onshi checkpoint 1`, a newline, and the members before it."""

    sequence: int = Field(description="連番.", examples=[512])
    form: int = Field(description="Which fields of a record are sealed.", examples=[1])
    record_count: int = Field(description="件数: records in this seal.", examples=[37])
    total_count: int = Field(description="累計: records in this seal and all before.", examples=[18230])
    merkle_root: str = Field(description="マークルルート, hex.", examples=[_HASH])
    previous_hash: str = Field(description="SHA-256 of the signed text of the one before, hex.", examples=[_HASH])
    through_listed_in: str = Field(
        description="The last record's place in the order (`listed_in`).", examples=["3856761779325582257"]
    )
    through_check_id: str = Field(description="The last record's 照会ID, or the last act's id.", examples=[_EXAMPLE_ID])
    sealed_at: str = Field(description="封印日時: UTC.", examples=["2026-11-20T00:15:01.000000Z"])
    key_id: str = Field(
        description="Which key of `GET /eligibility/v1/checkpoints` signed (SHA-256 of its DER), hex.", examples=[_HASH]
    )
    signature: str = Field(description="署名: Ed25519, hex.", examples=[_HASH + _HASH])


class InclusionProof(Body):
    """包含証明: from the leaf to `checkpoint.merkle_root` (RFC 9162, 2.1.3.2)."""

    leaf: str = Field(description="The record's leaf as it was sealed, hex.", examples=[_HASH])
    place: int = Field(description="Its place in the seal, from 0.", examples=[12])
    path: list[str] = Field(description="The hashes beside the way up, hex, from the leaf.")
    checkpoint: SealedBy
    is_unchanged: bool = Field(description="改変なし: whether the record, as it is stored now, still has this leaf.")
    is_removed: bool = Field(
        description="消失: the record was sealed and is on record no more, by no rule (保存期間); told to the operator."
    )

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self | None:
        """Return the proof of a row of shared/published/eligibility/proofs.py; None: it is not sealed yet."""
        if row["place"] is None:
            return None
        leaves = [row["leaves"][start : start + HASH_BYTES] for start in range(0, len(row["leaves"]), HASH_BYTES)]
        place = row["place"] - 1
        return cls(
            leaf=leaves[place].hex(),
            place=place,
            path=[sibling.hex() for sibling in inclusion_path(leaves, place)],
            checkpoint=SealedBy(**{name: row[name] for name in SealedBy.model_fields}),
            is_unchanged=row["leaf"] == leaves[place],
            is_removed=row["leaf"] is None,
        )


class DisclosureProof(Body):
    """Whether and how a record is sealed (開示記録の証明)."""

    check_id: UUID = Field(description="照会ID.", examples=[_EXAMPLE_ID])
    proof: InclusionProof | None = Field(
        description="Null: not sealed yet; it takes about a second, and a service that has a checkpoint key."
    )
    record: dict[str, Any] | None = Field(
        description="The record's sealed members (operator only); its leaf is SHA-256 of a zero byte and these as "
        "compact JSON, in the order of the form.",
    )

    @classmethod
    def of(cls, check_id: UUID, row: Mapping[str, Any], *, with_record: bool) -> Self:
        """Return the proof of a row; the record names a person, so it is not for everybody."""
        is_shown = with_record and row["record"] is not None
        return cls(
            check_id=check_id,
            proof=InclusionProof.of(row),
            record=msgspec.json.decode(row["record"]) if is_shown else None,
        )
