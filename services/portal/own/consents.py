"""`/portal/consents`: 同意, and its withdrawal."""

import re
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from onshi.problems import OnshiProblem
from services.portal.pages.look import PAGES
from services.portal.session.signed_in import SignedIn, Visitor
from shared.web.pages.forms import same_origin, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
HERE = "/consents"
_MANY = "1000"
_CONSENT_ID = re.compile(r"[0-9a-f-]{36}\.[a-z_]{1,40}")
_STANDING = frozenset({"given", "unobtainable"})


@router.get(HERE)
async def show_consents(
    request: Request, visitor: SignedIn, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> Response:
    """Return the consents, the newest first."""
    try:
        consents = await visitor.get("/consents", None if cursor is None else {"cursor": cursor})
    except OnshiProblem:
        # A cursor that is none, or of an earlier life of the world.
        if cursor is None:
            raise
        return see_other(request, HERE)
    names = await _names_of_institutions(visitor) if consents["items"] else {}
    return PAGES.render(request, "consents.html", here=HERE, consents=consents, names=names, is_first=cursor is None)


@router.get(f"{HERE}/{{consent_id}}/withdrawal")
async def ask_before_withdrawal(request: Request, consent_id: str, visitor: SignedIn) -> Response:
    """Ask once more before a consent is withdrawn."""
    consent = await _standing(visitor, consent_id)
    if consent is None:
        return see_other(request, HERE, alert="consent_gone")
    names = await _names_of_institutions(visitor)
    return PAGES.render(request, "withdrawal.html", here=HERE, consent=consent, names=names)


@router.post(f"{HERE}/{{consent_id}}/withdrawal")
async def withdraw(request: Request, consent_id: str, visitor: SignedIn) -> Response:
    """Withdraw a consent; one that is over already is told so."""
    same_origin(request)
    if not _CONSENT_ID.fullmatch(consent_id):
        return see_other(request, HERE, alert="consent_gone")
    try:
        await visitor.post(f"/consents/{consent_id}/withdrawal")
    except OnshiProblem:
        return see_other(request, HERE, alert="consent_gone")
    return see_other(request, HERE, done="withdrawn")


async def _standing(visitor: Visitor, consent_id: str) -> dict[str, Any] | None:
    """Return a consent that stands, wherever it is in the list."""
    cursor: str | None = None
    while True:
        page = await visitor.get("/consents", {"limit": _MANY} | ({} if cursor is None else {"cursor": cursor}))
        found: dict[str, Any] | None = next((each for each in page["items"] if each["consent_id"] == consent_id), None)
        cursor = page["next_cursor"]
        if found is not None or cursor is None:
            return found if found is not None and found["state"] in _STANDING else None


async def _names_of_institutions(visitor: Visitor) -> dict[str, str]:
    """Return the names of those who looked lately, by their codes: a consent has the code only."""
    looked = (await visitor.get("/disclosures", {"limit": _MANY}))["items"]
    return {each["institution_code"]: each["institution_name"] for each in looked if each["institution_name"]}
