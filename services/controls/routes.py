"""What the controls answer: personas and credentials, as JSON and as one page to read."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.controls.messages import (
    CredentialList,
    PersonaAnswer,
    PersonaList,
    credential_answer,
    persona_answer,
)
from services.controls.page import personas_page
from services.controls.ports import ControlPorts
from shared.errors import RequestInvalid, ResourceNotFound
from shared.sim.personas.credentials import CREDENTIALS
from shared.web.edge import WORLD_KEY
from shared.web.responses import refusals

router = APIRouter(tags=["controls"])


def _ports(request: Request) -> ControlPorts:
    ports: ControlPorts = request.app.state.worlds.named(request.scope[WORLD_KEY])
    return ports


@router.get("/personas", summary="Everybody one can ask about (テスト患者の一覧)")
async def list_personas(request: Request) -> PersonaList:
    """Personas, each with its card, its identifiers and what a check answers."""
    return PersonaList(items=[persona_answer(persona) for persona in _ports(request).personas])


@router.get(
    "/personas/{persona_id}", summary="One persona (テスト患者)", responses=refusals(ResourceNotFound, RequestInvalid)
)
async def read_persona(request: Request, persona_id: str) -> PersonaAnswer:
    """One persona; 404 `resource-not-found` when there is none of this id."""
    for persona in _ports(request).personas:
        if persona.id == persona_id:
            return persona_answer(persona)
    raise ResourceNotFound


@router.get("/credentials", summary="Development credentials (開発用の認証情報)")
async def list_credentials() -> CredentialList:
    """Clients of the world, the same in every simulator. They are no secrets."""
    return CredentialList(items=[credential_answer(credential) for credential in CREDENTIALS])


@router.get("/", summary="The personas as a page (テスト患者の表)", response_class=HTMLResponse)
async def show_personas(request: Request) -> HTMLResponse:
    """Return a page that needs nothing from elsewhere."""
    ports = _ports(request)
    return HTMLResponse(personas_page(ports.personas, ports.reference_date))
