"""`/portal/insurance-card`: 健康保険証."""

from fastapi import Depends, Request, Response

from services.portal.pages.look import PAGES
from services.portal.session.signed_in import SignedIn
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
HERE = "/insurance-card"


@router.get(HERE)
async def show_insurance_card(request: Request, visitor: SignedIn) -> Response:
    """Return the coverage in force, to be shown or printed; what is not there is said in red."""
    eligibility = await visitor.get("/eligibility")
    coverages = eligibility["coverages"]
    return PAGES.render(
        request,
        "insurance_card.html",
        here=HERE,
        today=visitor.portal.today.isoformat(),
        person=eligibility,
        current=[each for each in coverages if each["is_current"]],
        past=[each for each in coverages if not each["is_current"]],
    )
