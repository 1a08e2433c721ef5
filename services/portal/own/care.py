"""`/portal/care`: 診療・薬剤, one kind of data at a time; and `/portal/expenses`: 医療費."""

from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from onshi.problems import OnshiProblem
from services.portal.pages.look import PAGES
from services.portal.session.signed_in import SignedIn
from shared.domain.consent import MEDICAL_KINDS
from shared.domain.purposes import DataKind
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
CARE, EXPENSES = "/care", "/expenses"
KINDS: Final = tuple(kind.value for kind in DataKind if kind in MEDICAL_KINDS)
_EXCLUDED = "medical-records-excluded"


@router.get(CARE)
async def show_care(
    request: Request, visitor: SignedIn, kind: Annotated[str, Query(max_length=40)] = DataKind.MEDICATION.value
) -> Response:
    """Return what is on record of one kind; of a kind that is none, medication."""
    shown = kind if kind in KINDS else DataKind.MEDICATION.value
    records, is_excluded = None, False
    try:
        records = await visitor.get("/medical-records", {"kind": shown})
    except OnshiProblem as problem:
        if problem.code != _EXCLUDED:
            raise
        is_excluded = True
    return PAGES.render(
        request, "care.html", here=CARE, kinds=KINDS, kind=shown, records=records, is_excluded=is_excluded
    )


@router.get(EXPENSES)
async def show_expenses(request: Request, visitor: SignedIn) -> Response:
    """Return what care has cost, month by month."""
    return PAGES.render(request, "expenses.html", here=EXPENSES, expenses=await visitor.get("/medical-expenses"))
