"""The clock on a page: what time it is in the world, and forms that move it on."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from shared.errors import ServiceError
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.pages.forms import Form, read_form, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.clock import Clocks
from simulator.controls.clock_messages import ClockMove
from simulator.controls.console.forms import body_of, first_of
from simulator.controls.console.status import clock_of
from simulator.pages.console import CONSOLE_PAGES

PATH = "/console/clock"
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_JAPAN = "+09:00"


@router.get("")
async def show_clock(request: Request) -> HTMLResponse:
    """Return the page."""
    return await _page(request)


@router.get("/now")
async def show_now(request: Request) -> HTMLResponse:
    """Return what is live alone."""
    return CONSOLE_PAGES.render(request, "clock_now.html", clock=await clock_of(request))


@router.post("")
async def move_clock(request: Request, clocks: Annotated[Clocks, Depends(FromWorld(Clocks))]) -> Response:
    """Move the clock; a move that is refused is told above what was written."""
    form = await read_form(request)
    try:
        await clocks.move(request.scope[WORLD_KEY], body_of(ClockMove, _members(form)).move())
    except ServiceError as refusal:
        return await _page(request, form, refusal)
    return see_other(request, PATH)


async def _page(request: Request, form: Form | None = None, refusal: ServiceError | None = None) -> HTMLResponse:
    written = {name: first_of(form or {}, name) for name in ("advance", "set")}
    return CONSOLE_PAGES.render(request, "clock.html", clock=await clock_of(request), written=written, refusal=refusal)


def _members(form: Form) -> dict[str, Any]:
    written = {name: first_of(form, name) for name in ("advance", "set", "mode")}
    # A browser's field names no offset: the console's times are Japan's.
    return {name: f"{value}{_JAPAN}" if name == "set" else value for name, value in written.items() if value}
