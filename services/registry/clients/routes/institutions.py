"""The clients that stand for one institution."""

from fastapi import Response

from services.registry.callers import Administrator
from services.registry.clients.commands.clients import register_client
from services.registry.clients.messages import ClientShown, InstitutionClientRegistration
from services.registry.created import CREATED, already_there, set_status
from services.registry.directory.routes.institutions import find_institution
from services.registry.recording import Author
from shared.errors import AlreadyExists, BodyUnreadable, RequestInvalid, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/institutions", tags=["institutions"])


@router.post(
    "/{institution_code}/clients",
    summary="Register a client of an institution (クライアントの登録)",
    status_code=CREATED,
    responses={
        **already_there(ClientShown),
        **refusals(ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists),
    },
)
async def register_client_of_one(
    institution_code: str,
    body: InstitutionClientRegistration,
    caller: Administrator,
    world: RequestWorld,
    response: Response,
) -> ClientShown:
    """A client that stands for this one institution, in its role or as a reader in it. Role: operator."""
    institution = await find_institution(world, institution_code)
    client = body.client(institution.code, institution.role)
    registered = await register_client(Author(world, caller.client_id), client)
    set_status(response, registered)
    return ClientShown.of(registered.thing)
