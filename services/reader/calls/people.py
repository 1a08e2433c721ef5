"""The test patients of a simulator, asked at its controls: a reader takes their ids as it takes those of cards."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote
from uuid import UUID

import httpx

from onshi.problems import OnshiProblem
from onshi.reading import items_of, members_of
from shared.web.ids import is_id
from shared.web.pages.suggestions import Suggestion, suggestions_in
from shared.web.service_calls import ServiceCalls

_CONTROLS: Final = "controls"
_LONGEST: Final = 100


async def suggestions(calls: ServiceCalls) -> Sequence[Suggestion]:
    """Return the test patients who have a card or phone; none where no controls are there."""
    if not calls.knows(_CONTROLS):
        return ()
    try:
        return suggestions_in(items_of(await calls.call(_CONTROLS, "GET", "/personas"), "id"))
    except (OnshiProblem, httpx.HTTPError):
        return ()


async def card_id_of(calls: ServiceCalls, text: str) -> UUID | None:
    """Return the card that ``text`` names, by its id or its holder's as a test patient; None where it names none.

    Raises OnshiProblem and httpx.HTTPError where the controls cannot tell.
    """
    if is_id(text):
        return UUID(text)
    if not calls.knows(_CONTROLS) or not text or len(text) > _LONGEST or text in (".", ".."):
        return None
    try:
        answer = await calls.call(_CONTROLS, "GET", f"/personas/{quote(text, safe='')}")
    except OnshiProblem as problem:
        if problem.status == httpx.codes.NOT_FOUND:
            return None
        raise
    card = members_of(answer).get("card")
    return UUID(card["card_id"]) if isinstance(card, dict) else None
