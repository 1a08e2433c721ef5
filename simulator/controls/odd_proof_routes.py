"""``/odd-proofs``: what a verifier must refuse, with the code and the step of each."""

from typing import Annotated

from fastapi import Path

from services.jpki.odd.catalogue import ODD_PROOFS
from shared.errors import RequestInvalid, ResourceNotFound, WorldUnknown
from shared.nearest import nearest
from shared.web.not_found import nothing_called_so
from shared.web.paging import After, Limit
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.odd_proof_messages import OddProofAnswer, OddProofList, odd_proof_answer
from simulator.controls.pages_of_lists import MOST, page_after

router = StrictRouter(prefix="/odd-proofs", tags=["controls"])
_LONGEST = 100


@router.get(
    "", summary="The odd proofs (拒否される本人確認データの一覧)", responses=refusals(RequestInvalid, WorldUnknown)
)
async def list_odd_proofs(limit: Limit = MOST, cursor: After = None) -> OddProofList:
    """List presence proofs with one thing wrong each, in the order of the steps of a check, with the code of each.

    Those that a card makes are tricks of every card: `POST /jpki/v1/cards/{card_id}/tricks`.
    """
    page = page_after(list(ODD_PROOFS.values()), cursor, limit, lambda odd: odd.id, odd_proof_answer)
    return OddProofList(items=page.items, next_cursor=page.next_cursor)


@router.get(
    "/{odd_proof_id}",
    summary="One odd proof (拒否される本人確認データ)",
    responses=refusals(RequestInvalid, ResourceNotFound, WorldUnknown),
)
async def read_odd_proof(
    odd_proof_id: Annotated[str, Path(max_length=_LONGEST, description="Its id.", examples=["another-key"])],
) -> OddProofAnswer:
    """Return what is odd about it, and how it must be refused."""
    if odd_proof_id not in ODD_PROOFS:
        raise nothing_called_so(nearest(odd_proof_id, ODD_PROOFS))
    return odd_proof_answer(ODD_PROOFS[odd_proof_id])
