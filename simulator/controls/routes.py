"""What the controls answer: personas and credentials, as JSON, and to a browser as pages to read."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from shared.errors import DATABASE_FAILURES, RequestInvalid, ResourceNotFound
from shared.web.pages.page_query import page_query
from shared.web.pages.refused_pages import is_a_browser
from shared.web.paging import After, Limit
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.console.overview import overview
from simulator.controls.console.people import called_at, clients_of, everybody, persona_of, today_of
from simulator.controls.messages import CredentialList, PersonaAnswer, PersonaList, credential_answer, persona_answer
from simulator.controls.pages_of_lists import MOST, page_after
from simulator.controls.wanted_code import having
from simulator.pages.credentials import credentials_page
from simulator.pages.persona import persona_page
from simulator.pages.personas import Wanted

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


@router.get(
    "/personas",
    summary="Everybody one can ask about (テスト患者の一覧)",
    response_model=PersonaList,
    responses=refusals(RequestInvalid, *DATABASE_FAILURES),
)
async def list_personas(
    request: Request, response: Response, code: _Code = None, limit: Limit = MOST, cursor: After = None
) -> PersonaList | Response:
    """Personas, each with its card, its identifiers and what a check answers; all, or those who have a code.

    There is one at least for every value of every code that an answer can carry. A browser gets a page.
    """
    found = having(code, await everybody(request))
    if is_a_browser(request):
        return await overview(request, found, Wanted())
    response.headers.update(_VARIES)
    today = await today_of(request)
    page = page_after(found, cursor, limit, lambda persona: persona.id, lambda persona: persona_answer(persona, today))
    return PersonaList(today=today, items=page.items, next_cursor=page.next_cursor)


@router.get(
    "/personas/{persona_id}",
    summary="One persona (テスト患者)",
    response_model=PersonaAnswer,
    responses=refusals(ResourceNotFound, RequestInvalid, *DATABASE_FAILURES),
)
async def read_persona(request: Request, response: Response, persona_id: str) -> PersonaAnswer | Response:
    """One persona; 404 `resource-not-found` when there is none of this id. A browser gets a page."""
    persona = await persona_of(request, persona_id)
    if is_a_browser(request):
        return persona_page(request, persona, await clients_of(request), await called_at(request))
    response.headers.update(_VARIES)
    return persona_answer(persona, await today_of(request))


@router.get(
    "/credentials",
    summary="Development credentials (開発用の認証情報)",
    response_model=CredentialList,
    responses=refusals(RequestInvalid),
)
async def list_credentials(
    request: Request, response: Response, limit: Limit = MOST, cursor: After = None
) -> CredentialList | Response:
    """Clients of the world, the same in every simulator. They are no secrets. A browser gets a page."""
    clients = await clients_of(request)
    if is_a_browser(request):
        return credentials_page(request, clients.values())
    response.headers.update(_VARIES)
    page = page_after([*clients.values()], cursor, limit, lambda client: client.client_id, credential_answer)
    return CredentialList(items=page.items, next_cursor=page.next_cursor)
