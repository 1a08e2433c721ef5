"""That a record is sealed: its leaf, the way from there to a signed root, and the checkpoint over it.

Whoever keeps an answer can show later that this record, as it was then, stood in the trail: RFC 9162, 2.1.3. The
record itself names a person by the registry's number, so only the operator gets it.
"""

from typing import Annotated

from fastapi import Query

from services.consent.callers import HistoryReader
from services.consent.history.messages import DisclosureProof
from services.consent.history.store import read_proof
from shared.domain.roles import Role
from shared.errors import RequestInvalid, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["disclosures"])


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
    row = await read_proof(world, check_id)
    if row is None and is_operator:
        # It is not known whose check it was: the institution would read about the check of another.
        row = await read_proof(world, check_id, is_removed=True)
    if row is None or not (is_operator or row["institution_code"] == caller.institution_code is not None):
        raise ResourceNotFound
    return DisclosureProof.of(check_id, row, with_record=is_operator)
