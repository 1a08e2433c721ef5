"""Asking the controls who is there, where there are controls."""

from uuid import UUID

from starlette.types import Scope

from onshi.problems import OnshiProblem
from services.portal.people.rules import Named, named
from services.portal.session.portal import Portal, Unavailable
from shared.web.pages.suggestions import Suggestion, suggestions_in

_ALL = {"limit": "1000"}


async def suggestions(portal: Portal, scope: Scope) -> list[Suggestion]:
    """Return the test patients who have a card; none where nobody tells."""
    if not portal.calls.knows("controls"):
        return []
    try:
        answer = await portal.ask(scope, "controls", "GET", "/personas", query=_ALL)
    except (Unavailable, OnshiProblem):
        return []
    return suggestions_in(answer.json()["items"])


async def card_of(portal: Portal, scope: Scope, text: str) -> str | None:
    """Return the id of the card that ``text`` means, a persona's id or a card's; None: nobody's. Raises Unavailable."""
    meant = named(text)
    if isinstance(meant, UUID):
        return str(meant)
    if meant is None or not portal.calls.knows("controls"):
        return None
    return await _card_of_persona(portal, scope, meant)


async def _card_of_persona(portal: Portal, scope: Scope, persona: Named) -> str | None:
    try:
        answer = await portal.ask(scope, "controls", "GET", f"/personas/{persona}")
    except OnshiProblem:
        return None
    card = answer.json()["card"]
    return None if card is None else str(card["card_id"])
