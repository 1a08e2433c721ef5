"""`/portal/`: the sign-in, and its end."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from onshi.problems import OnshiProblem
from services.portal.pages.look import PAGES
from services.portal.people.commands import card_of, suggestions
from services.portal.people.rules import named
from services.portal.session.cookies import OFFER_LIVES_S, Offer, Session, forget, keep, kept
from services.portal.session.portal import Portal, PortalHere, Unavailable
from services.portal.session.signed_in import Visitor
from services.portal.signing_in.commands import Failed, NotRegistered, Opened, sign_in
from services.portal.signing_in.rules import pin_in
from shared.domain.my_number import may_be_my_number
from shared.web.pages.forms import Form, read_form, same_origin, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
HOME = "/insurance-card"
_Card = Annotated[str | None, Query(max_length=100)]


@router.get("/")
async def show_sign_in(request: Request, portal: PortalHere, card: _Card = None) -> Response:
    """Return the sign-in; ``?card=`` fills in a persona's id or a card's. Who is signed in goes on to their pages."""
    if card is None and kept(request, portal.sealer, Session) is not None:
        return see_other(request, HOME)
    filled = card if card is not None and named(card) is not None else ""
    return PAGES.render(request, "sign_in.html", card=filled, suggestions=await suggestions(portal, request.scope))


@router.post("/sessions")
async def begin_session(request: Request, portal: PortalHere) -> Response:
    """Sign in; the PIN is kept nowhere."""
    form = await read_form(request)
    text = _field(form, "card")
    alert = _what_is_no_card(text)
    if alert is not None:
        return see_other(request, "/", alert=alert)
    try:
        card_id = await card_of(portal, request.scope, text)
        outcome = (
            Failed("card_unknown")
            if card_id is None
            else await sign_in(portal, request.scope, card_id, pin_in(_field(form, "pin")))
        )
    except Unavailable:
        return see_other(request, "/", alert="unavailable")
    if isinstance(outcome, Failed):
        # What names no card may be a name: it stands in no address.
        return see_other(request, "/", alert=outcome.alert, query={"card": text} if card_id is not None else None)
    return _signed_in(request, portal, outcome)


def _what_is_no_card(text: str) -> str | None:
    """Return the alert for what cannot name a card or a persona, without ``alert_``."""
    if not text:
        return "card_missing"
    return "my_number" if not isinstance(named(text), UUID) and may_be_my_number(text) else None


def _signed_in(request: Request, portal: Portal, outcome: Opened | NotRegistered) -> Response:
    if isinstance(outcome, NotRegistered):
        offered = see_other(request, "/registration")
        forget(request, offered, Session)
        keep(request, offered, portal.sealer, Offer(outcome.card_id, outcome.verification), OFFER_LIVES_S)
        return offered
    opened = see_other(request, HOME)
    forget(request, opened, Offer)
    keep(request, opened, portal.sealer, Session(outcome.token), outcome.expires_in)
    return opened


@router.post("/sign-out")
async def end_session(request: Request, portal: PortalHere) -> Response:
    """Sign out, here and at the consent service; again, or without a session, it is the same."""
    same_origin(request)
    session = kept(request, portal.sealer, Session)
    if session is not None:
        # Whatever comes of it, this browser keeps nothing of it; the session ends by itself.
        with suppress(OnshiProblem, Unavailable):
            visitor = Visitor(portal, request, session.token)
            await visitor.end()
    ended = see_other(request, "/", done="signed_out")
    forget(request, ended, Session, Offer)
    return ended


def _field(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()
