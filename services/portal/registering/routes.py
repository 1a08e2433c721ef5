"""`/portal/registration`: whether the card is an insurance card, and how it becomes one."""

from fastapi import Depends, Request, Response

from services.portal.pages.look import PAGES
from services.portal.registering.commands import register
from services.portal.session.cookies import Offer, Session, forget, keep, kept
from services.portal.session.portal import PortalHere, Unavailable
from services.portal.session.signed_in import SignedOut, visitor_of
from services.portal.signing_in.commands import Opened, open_session
from shared.web.pages.forms import same_origin, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
HERE = "/registration"


@router.get(HERE)
async def show_registration(request: Request, portal: PortalHere) -> Response:
    """Return the state of the card; to whom a registration is offered, the offer."""
    if kept(request, portal.sealer, Session) is None and kept(request, portal.sealer, Offer) is not None:
        return PAGES.render(request, "offer.html")
    visitor = await visitor_of(request, portal)
    return PAGES.render(request, "registration.html", here=HERE, state=await visitor.get("/card-registration"))


@router.post("/registrations")
async def register_card(request: Request, portal: PortalHere) -> Response:
    """Register the card that signed in a moment ago, and sign in."""
    same_origin(request)
    offer = kept(request, portal.sealer, Offer)
    if offer is None:
        raise SignedOut("offer_ended")
    try:
        alert = await register(portal, request.scope, offer)
        outcome = (
            None if alert is not None else await open_session(portal, request.scope, offer.card_id, offer.verification)
        )
    except Unavailable:
        return see_other(request, HERE, alert="unavailable")
    if not isinstance(outcome, Opened):
        # Registered or not, the sign-in tells what is next.
        failed = see_other(request, "/", alert=alert or "sign_in_again")
        forget(request, failed, Offer)
        return failed
    opened = see_other(request, HERE, done="registered")
    forget(request, opened, Offer)
    keep(request, opened, portal.sealer, Session(outcome.token), outcome.expires_in)
    return opened


@router.post("/registrations/refusal")
async def refuse_registration(request: Request) -> Response:
    """Leave the card as it is."""
    same_origin(request)
    left = see_other(request, "/", done="not_registered")
    forget(request, left, Offer)
    return left
