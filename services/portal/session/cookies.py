"""The two cookies of the portal: who is signed in, and whose card may be registered next.

Each is for the pages of one world only, no script reads it, and no page of another site has it sent along.
"""

from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from services.portal.session.sealed import Sealer
from shared.web.pages.links import link
from shared.web.pages.private_cookies import keep_private

OFFER_LIVES_S: Final = 300
"""As long as the card's word that its holder was verified."""


class Session(msgspec.Struct, frozen=True):
    """Who is signed in: the token of their session at the consent service."""

    token: str


class Offer(msgspec.Struct, frozen=True):
    """A card that is no insurance card yet, and its word that its holder is there."""

    card_id: str
    verification: str


_NAMES: Final[dict[type[msgspec.Struct], str]] = {Session: "onshi-portal", Offer: "onshi-portal-card"}
Kept = TypeVar("Kept", Session, Offer)


def kept(request: Request, sealer: Sealer, kind: type[Kept]) -> Kept | None:
    """Return what the browser keeps of this kind, if it is ours and of this world."""
    return sealer.open(kind, request.cookies.get(_NAMES[kind]))


def keep(request: Request, response: Response, sealer: Sealer, content: Session | Offer, lives_s: int) -> None:
    """Have the browser keep ``content`` for so many seconds."""
    keep_private(request, response, _NAMES[type(content)], sealer.seal(content), lives_s=lives_s, below="/")


def forget(request: Request, response: Response, *kinds: type[Session | Offer]) -> None:
    """Have the browser keep nothing of these kinds."""
    for kind in kinds:
        response.delete_cookie(_NAMES[kind], path=link(request, "/"), httponly=True, samesite="strict")
