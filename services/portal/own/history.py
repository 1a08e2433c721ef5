"""`/portal/history`: 閲覧履歴, and the proof of each entry."""

from typing import Annotated, Any

import msgspec
from fastapi import Depends, Query, Request, Response

from onshi.problems import OnshiProblem
from services.portal.own.verdict import verdict_on
from services.portal.pages.look import PAGES
from services.portal.session.signed_in import SignedIn, Visitor
from shared.clock import JAPAN
from shared.domain.purposes import PURPOSE_RULES, DataKind, PurposeOfUse
from shared.seal.checkpoints import read_instant
from shared.web.ids import Id
from shared.web.pages.forms import see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
HERE = "/history"
_A_PAGE = "20"
_NOT_FOUND = "resource-not-found"


@router.get(HERE)
async def show_history(
    request: Request, visitor: SignedIn, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> Response:
    """Return who looked, the newest first, twenty a page."""
    asked = {"limit": _A_PAGE} | ({} if cursor is None else {"cursor": cursor})
    try:
        disclosures = await visitor.get("/disclosures", asked)
    except OnshiProblem:
        # A cursor that is none, or of an earlier life of the world.
        if cursor is None:
            raise
        return see_other(request, HERE)
    purposes = {each.value: PURPOSE_RULES[each].title for each in PurposeOfUse}
    return PAGES.render(
        request,
        "history.html",
        here=HERE,
        disclosures=disclosures,
        purposes=purposes,
        kinds=[kind.value for kind in DataKind],
        is_first=cursor is None,
    )


@router.get(f"{HERE}/{{check_id}}")
async def show_proof(request: Request, check_id: Id, visitor: SignedIn) -> Response:
    """Return whether the record of an entry is sealed and unchanged: verified here, by the published keys."""
    proof = await _proof_of(visitor, check_id)
    if proof is None:
        return see_other(request, HERE, alert="record_unknown")
    keys = await visitor.portal.ask(request.scope, "eligibility", "GET", "/v1/checkpoints", query={"limit": "1"})
    verdict = verdict_on(proof["proof"], keys.json()["keys"])
    return PAGES.render(
        request,
        "proof.html",
        here=HERE,
        check_id=check_id,
        proof=proof["proof"],
        sealed_at=None if proof["proof"] is None else _in_japan(proof["proof"]["checkpoint"]["sealed_at"]),
        verdict=verdict,
    )


@router.get(f"{HERE}/{{check_id}}/proof.json")
async def save_proof(request: Request, check_id: Id, visitor: SignedIn) -> Response:
    """Return the proof as the consent service answers it, to be kept."""
    proof = await _proof_of(visitor, check_id)
    if proof is None:
        return see_other(request, HERE, alert="record_unknown")
    return Response(
        msgspec.json.encode(proof),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="proof-{check_id}.json"'},
    )


def _in_japan(written: str) -> str:
    return read_instant(written).astimezone(JAPAN).isoformat(timespec="seconds")


async def _proof_of(visitor: Visitor, check_id: object) -> dict[str, Any] | None:
    try:
        return await visitor.get(f"/disclosures/{check_id}/proof")
    except OnshiProblem as problem:
        if problem.code != _NOT_FOUND:
            raise
        return None
