"""That a record is sealed: its leaf, the way from there to a signed root, and the checkpoint over it.

Whoever keeps an answer can show later that this record, as it was then, stood in the trail: RFC 9162, 2.1.3. The
record itself names a person by the registry's number, so only the operator gets it.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query
from pydantic import Field

from services.consent.callers import HistoryReader
from shared.domain.roles import Role
from shared.errors import RequestInvalid, ResourceNotFound
from shared.published.eligibility.proofs import PROOF_OF_RECORD, PROOF_OF_REMOVED
from shared.seal.merkle import HASH_BYTES, inclusion_path
from shared.web.bodies import Body
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

_HASH = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a"
_ID = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
router = StrictRouter(tags=["disclosures"])


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
    through_check_id: str = Field(description="The last record's 照会ID.", examples=[_ID])
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


class DisclosureProof(Body):
    """Whether and how a record is sealed (開示記録の証明)."""

    check_id: UUID = Field(description="照会ID.", examples=[_ID])
    proof: InclusionProof | None = Field(
        description="Null: not sealed yet; it takes about a second, and a service that has a checkpoint key."
    )
    record: dict[str, Any] | None = Field(
        description="The record's sealed members (operator only); its leaf is SHA-256 of a zero byte and these as "
        "compact JSON, in the order of the form.",
    )


@router.get(
    "/v1/disclosures/proof",
    summary="Proof that a record is sealed (開示記録の証明)",
    responses=refusals(RequestInvalid, ResourceNotFound),
)
async def prove_disclosure(
    caller: HistoryReader, world: RequestWorld, check_id: Annotated[Id, Query(description="照会ID.")]
) -> DisclosureProof:
    """Prove that the record of a check stands unchanged in the sealed trail; an institution asks about its own.

    Keep the answer: `onshi audit verify-proof` verifies it offline, also when its record has ended (保存期間) and is
    not found here any more. One that was sealed and was removed otherwise is told to the operator (`is_removed`).
    """
    is_operator = caller.role is Role.OPERATOR
    row = await _read(world, PROOF_OF_RECORD, check_id)
    if row is None and is_operator:
        # It is not known whose check it was: the institution would read about the check of another.
        row = await _read(world, PROOF_OF_REMOVED, check_id)
    if row is None or not (is_operator or row["institution_code"] == caller.institution_code is not None):
        raise ResourceNotFound
    return DisclosureProof(
        check_id=check_id,
        proof=None if row["place"] is None else _proof_of(row),
        record=msgspec.json.decode(row["record"]) if is_operator and row["record"] is not None else None,
    )


async def _read(world: World, statement: str, check_id: UUID) -> dict[str, Any] | None:
    async with world.database.transaction() as connection:
        row = (await connection.exec_driver_sql(statement, (check_id,))).mappings().first()
    return None if row is None else dict(row)


def _proof_of(row: dict[str, Any]) -> InclusionProof:
    leaves = [row["leaves"][start : start + HASH_BYTES] for start in range(0, len(row["leaves"]), HASH_BYTES)]
    place = row["place"] - 1
    return InclusionProof(
        leaf=leaves[place].hex(),
        place=place,
        path=[sibling.hex() for sibling in inclusion_path(leaves, place)],
        checkpoint=SealedBy(**{name: row[name] for name in SealedBy.model_fields}),
        is_unchanged=row["leaf"] == leaves[place],
        is_removed=row["leaf"] is None,
    )
