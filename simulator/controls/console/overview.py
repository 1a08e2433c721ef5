"""``GET /``: the console's first page, and the page of figures."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse

from shared.errors import DATABASE_FAILURES
from shared.web.pages.page_query import page_query
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.visits import held_for
from simulator.controls.console.people import everybody
from simulator.controls.console.status import figures_of, status_of
from simulator.controls.ports import ControlPorts
from simulator.pages.console import CONSOLE_PAGES
from simulator.pages.personas import Wanted, personas_page
from simulator.personas.persona import Persona

router = StrictRouter(tags=["controls"], dependencies=[Depends(page_query)])


@router.get(
    "/",
    name="show_personas",
    summary="The console (管理コンソール)",
    response_class=HTMLResponse,
    responses=refusals(*DATABASE_FAILURES),
)
async def show_console(
    request: Request,
    search: Annotated[str, Query(max_length=100, description="Part of an id, a name or a number (検索).")] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Of those brought along, a hundred each (ページ).")] = 1,
) -> HTMLResponse:
    """The clock, the figures and the personas, as a page that needs nothing from elsewhere."""
    return await overview(request, await everybody(request), Wanted(search, page))


@router.get("/console/status", include_in_schema=False)
async def show_status(request: Request) -> HTMLResponse:
    """Return what is live on the first page alone."""
    return CONSOLE_PAGES.render(request, "status.html", status=await status_of(request))


@router.get("/console/figures", include_in_schema=False)
async def show_figures(request: Request) -> HTMLResponse:
    """Return the page of figures."""
    return CONSOLE_PAGES.render(request, "figures.html", figures=await figures_of(request))


@router.get("/console/figures/now", include_in_schema=False)
async def show_figures_now(request: Request) -> HTMLResponse:
    """Return the figures alone."""
    return CONSOLE_PAGES.render(request, "figures_now.html", figures=await figures_of(request))


async def overview(request: Request, among: Sequence[Persona], wanted: Wanted) -> HTMLResponse:
    """Return the console's first page; the personas are searched for ``among`` these."""
    reference_date = (await held_for(request)).get(ControlPorts).reference_date
    return personas_page(request, among, reference_date, wanted, await status_of(request))
