"""Openings (災害時等の開放): an operator opens reading without a card, and closes it."""

from services.consent.callers import Operator
from services.consent.openings.commands import close_reading, list_openings, open_reading
from services.consent.openings.messages import OpeningPage, OpeningRequest, OpeningShown
from services.consent.paging import Cursor, Limit, cursor_behind, id_before
from shared.errors import ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.paging import DEFAULT_LIMIT
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["openings"])


@router.post("/v1/openings", status_code=201, summary="Open reading without a card (緊急時の開放)")
async def open_up(body: OpeningRequest, caller: Operator, world: RequestWorld) -> OpeningShown:
    """Let institutions check without a card for a purpose that needs it, from `opened_at` until `ends_at`.

    A prefecture stands for the institutions that are known there now; one that comes later needs an opening of its own.
    """
    opening = await open_reading(
        world,
        body.purpose,
        body.institution_codes,
        body.prefecture,
        body.opened_at,
        body.ends_at,
        caller.client_id,
    )
    return OpeningShown.of(opening, world.clock.now())


@router.post(
    "/v1/openings/{opening_id}/closure",
    summary="Close an opening (開放の終了)",
    responses=refusals(ResourceNotFound),
)
async def close(opening_id: Id, caller: Operator, world: RequestWorld) -> OpeningShown:
    """End it at once: the next check obeys. Closing again changes nothing."""
    opening = await close_reading(world, opening_id, caller.client_id)
    return OpeningShown.of(opening, world.clock.now())


@router.get("/v1/openings", summary="Openings (開放の一覧)")
async def list_all(
    _caller: Operator, world: RequestWorld, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> OpeningPage:
    """All that were ever made, the newest first; `is_open` tells which of them count now."""
    found = await list_openings(world, id_before(cursor, None), limit + 1)
    now = world.clock.now()
    return OpeningPage(
        items=[OpeningShown.of(opening, now) for opening in found[:limit]],
        next_cursor=cursor_behind(found[limit - 1].opening_id) if len(found) > limit else None,
    )
