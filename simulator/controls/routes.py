"""What the controls answer: personas and credentials, as JSON, and to a browser as pages to read."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from shared.errors import DATABASE_FAILURES, RequestInvalid, ResourceNotFound
from shared.web.edge import WORLD_KEY
from shared.web.pages.page_query import page_query
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.visits import held_for
from simulator.controls.messages import CredentialList, PersonaAnswer, PersonaList, credential_answer, persona_answer
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.controls.wanted_code import having
from simulator.pages.credentials import credentials_page
from simulator.pages.personas import Wanted, persona_page, personas_page
from simulator.personas.persona import Persona

router = StrictRouter(tags=["controls"], dependencies=[Depends(page_query)])
_VARIES = {"Vary": "Accept"}
_Code = Annotated[
    str | None,
    Query(
        max_length=100,
        description="Those who have this code: a member of `codes` and its value. `LimitCategory` is short for "
        "LimitApplicationCertificateClassificationFlag (コードによる検索).",
        examples=["LimitCategory:B09"],
    ),
]


async def _ports(request: Request) -> ControlPorts:
    return (await held_for(request)).get(ControlPorts)


async def _today(request: Request) -> date:
    """Return the world's day; of controls that serve alone the reference date, as they know no clock."""
    held = await held_for(request)
    simulation = held.get(Simulation)
    return (
        held.get(ControlPorts).reference_date
        if simulation.is_alone
        else await simulation.today_in(request.scope[WORLD_KEY])
    )


async def _everybody(request: Request) -> tuple[Persona, ...]:
    held = await held_for(request)
    return (*held.get(ControlPorts).personas, *await held.get(MadePatients).all_of(request.scope[WORLD_KEY]))


@router.get(
    "/personas",
    summary="Everybody one can ask about (テスト患者の一覧)",
    response_model=PersonaList,
    responses=refusals(RequestInvalid, *DATABASE_FAILURES),
)
async def list_personas(request: Request, response: Response, code: _Code = None) -> PersonaList | Response:
    """Personas, each with its card, its identifiers and what a check answers; all, or those who have a code.

    There is one at least for every value of every code that an answer can carry. A browser gets a page.
    """
    found = having(code, await _everybody(request))
    if _is_a_browser(request):
        return personas_page(request, found, (await _ports(request)).reference_date, Wanted())
    response.headers.update(_VARIES)
    today = await _today(request)
    return PersonaList(today=today, items=[persona_answer(persona, today) for persona in found])


@router.get(
    "/personas/{persona_id}",
    summary="One persona (テスト患者)",
    response_model=PersonaAnswer,
    responses=refusals(ResourceNotFound, RequestInvalid, *DATABASE_FAILURES),
)
async def read_persona(request: Request, response: Response, persona_id: str) -> PersonaAnswer | Response:
    """One persona; 404 `resource-not-found` when there is none of this id. A browser gets a page."""
    persona = await _persona_of(request, persona_id)
    if _is_a_browser(request):
        return persona_page(request, persona)
    response.headers.update(_VARIES)
    return persona_answer(persona, await _today(request))


@router.get("/credentials", summary="Development credentials (開発用の認証情報)", response_model=CredentialList)
async def list_credentials(request: Request, response: Response) -> CredentialList | Response:
    """Clients of the world, the same in every simulator. They are no secrets. A browser gets a page."""
    if _is_a_browser(request):
        return credentials_page(request, (await _ports(request)).clients)
    response.headers.update(_VARIES)
    return CredentialList(items=[credential_answer(credential) for credential in (await _ports(request)).clients])


@router.get("/", summary="The personas as a page (テスト患者の表)", response_class=HTMLResponse)
async def show_personas(
    request: Request,
    search: Annotated[str, Query(max_length=100, description="Part of an id, a name or a number (検索).")] = "",
    page: Annotated[int, Query(ge=1, le=100_000, description="Of those brought along, a hundred each (ページ).")] = 1,
) -> HTMLResponse:
    """Return a page that needs nothing from elsewhere."""
    reference_date = (await _ports(request)).reference_date
    return personas_page(request, await _everybody(request), reference_date, Wanted(search, page))


async def _persona_of(request: Request, persona_id: str) -> Persona:
    for persona in await _everybody(request):
        if persona.id == persona_id:
            return persona
    raise ResourceNotFound


def _is_a_browser(request: Request) -> bool:
    """Tell whether somebody reads this themselves; whoever asks for JSON, or for anything, gets JSON."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "application/json" not in accepted
