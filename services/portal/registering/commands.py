"""初回登録 at the portal: the card's proof alone; J-LIS says whose card it is."""

from starlette.types import Scope

from onshi.problems import OnshiProblem
from services.portal.session.cookies import Offer
from services.portal.session.portal import Portal
from services.portal.signing_in.commands import prove
from services.portal.signing_in.rules import alert_for

_NO_INSTITUTION = "0000000000"
"""What a proof for the portal names: it is no institution."""
_ANY_NONCE = "portal"
"""The registry gives out none: a proof counts once."""


async def register(portal: Portal, scope: Scope, offer: Offer) -> str | None:
    """Register the card; return the alert where it cannot be, without ``alert_``. Raises Unavailable."""
    try:
        proof = await prove(
            portal, scope, offer.card_id, offer.verification, "onshi-registration", _ANY_NONCE, _NO_INSTITUTION
        )
        token = await portal.ask_token(scope)
        await portal.ask(
            scope,
            "registry",
            "POST",
            "/v1/card-registrations",
            json={"presence_proof": proof, "channel": "portal"},
            token=token,
        )
    except OnshiProblem as problem:
        return alert_for(problem.code)
    return None
