"""A card placed on the reader, or a phone held to it: found, read, never asked for anything yet."""

from typing import Final

import httpx

from onshi.problems import OnshiProblem
from services.reader.calls.cards import ReadCard, read_card
from services.reader.calls.people import card_id_of
from services.reader.visits.commands.desk import Desk, Mistake
from shared.domain.my_number import may_be_my_number

_NOT_FOUND: Final = 404


async def read_placed(desk: Desk, texts: tuple[str, ...]) -> ReadCard:
    """Return the one card that was named; raises Mistake: none, several, a My Number, unknown, or no line."""
    named = [text.strip() for text in texts if text.strip()]
    if not named:
        raise Mistake("card_missing")
    if len(named) > 1:
        raise Mistake("card_several")
    if may_be_my_number(named[0]):
        raise Mistake("card_my_number")
    try:
        card_id = await card_id_of(desk.calls, named[0])
        if card_id is None:
            raise Mistake("card_unknown")
        return await read_card(desk.calls, card_id)
    except OnshiProblem as problem:
        raise Mistake("card_unknown" if problem.status == _NOT_FOUND else "no_line") from problem
    except httpx.HTTPError as lost:
        raise Mistake("no_line") from lost
