"""Clients of any role."""

from fastapi import Response

from services.registry.callers import Administrator
from services.registry.clients.commands.clients import register_client
from services.registry.clients.messages import ClientRegistration, ClientShown
from services.registry.created import CREATED, already_there, set_status
from services.registry.recording import Author
from shared.errors import AlreadyExists, BodyUnreadable, RequestInvalid
from shared.web.from_world import RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/clients", tags=["clients"])


@router.post(
    "",
    summary="Register a client (クライアントの登録)",
    status_code=CREATED,
    responses={
        **already_there(ClientShown),
        **refusals(BodyUnreadable, RequestInvalid, AlreadyExists),
    },
)
async def register(
    body: ClientRegistration, caller: Administrator, world: RequestWorld, response: Response
) -> ClientShown:
    """Its role and those it stands for stand in its tokens; the secret is never shown again. Role: operator."""
    registered = await register_client(Author(world, caller.client_id), body.client())
    set_status(response, registered)
    return ClientShown.of(registered.thing)
