"""Asking about a persona on a page: a form asks and is led to what came of it."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from shared.errors import ResourceNotFound
from shared.web.from_world import FromWorld
from shared.web.pages.forms import same_origin, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.console.asking import Asking
from simulator.controls.console.people import called_at, clients_of, persona_of, services_for, today_of
from simulator.pages.asked import Way
from simulator.pages.persona import persona_page

router = StrictRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(page_query)])
_Asking = Annotated[Asking, Depends(FromWorld(Asking))]


@router.post("/personas/{persona_id}/{way}")
async def ask_now(request: Request, persona_id: str, way: Way, asking: _Asking) -> Response:
    """Ask about a persona now."""
    same_origin(request)
    persona = await persona_of(request, persona_id)
    ask = persona.ask.card if way == "card" else persona.ask.insured
    client = (await clients_of(request)).get(ask.client_id)
    if client is None:
        raise ResourceNotFound
    asked = await asking.ask(persona, way, client, await services_for(request), await today_of(request))
    return see_other(request, f"/console/answers/{asked.id}")


@router.get("/answers/{asked_id}", response_class=HTMLResponse)
async def show_answer(request: Request, asked_id: str, asking: _Asking) -> Response:
    """Return the persona's page with what came of the question; the first page where that is no longer kept."""
    asked = asking.find(asked_id)
    if asked is None:
        return see_other(request, "/", alert="answer_gone")
    return persona_page(request, asked.persona, await clients_of(request), await called_at(request), asked)
