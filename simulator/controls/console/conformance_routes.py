"""Conformance on a page: which rules a client kept and broke, and which situations it has met."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse

from shared.errors import ControlsAlone, JournalOff
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.conformance import Conformance
from simulator.controls.conformance_messages import SituationShown, report_of, situations_shown
from simulator.pages.console import CONSOLE_PAGES

PATH = "/console/conformance"
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_Conformance = Annotated[Conformance, Depends(FromWorld(Conformance))]


@router.get("")
async def show_conformance(
    request: Request, conformance: _Conformance, client_id: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Return the page of a client; of the first that has asked for something, where none is named."""
    world = request.scope[WORLD_KEY]
    try:
        clients = await conformance.clients(world)
    except (ControlsAlone, JournalOff):
        return CONSOLE_PAGES.render(request, "conformance.html", clients=None)
    if not clients:
        return CONSOLE_PAGES.render(request, "conformance.html", clients=())
    client = client_id if client_id in clients else clients[0]
    met = situations_shown(await conformance.met(world, client))
    return CONSOLE_PAGES.render(
        request,
        "conformance.html",
        clients=clients,
        report=report_of(client, await conformance.of_client(world, client)),
        met=met,
        kinds=_by_kind(met.situations),
    )


def _by_kind(situations: Sequence[SituationShown]) -> list[tuple[str, list[SituationShown]]]:
    return [(kind, list(members)) for kind, members in groupby(situations, lambda each: each.id.partition(":")[0])]
