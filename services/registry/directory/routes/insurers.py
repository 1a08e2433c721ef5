"""Insurers."""

from fastapi import Response

from services.registry.callers import Administrator, DirectoryReader
from services.registry.created import CREATED, already_there, set_status
from services.registry.directory.commands import register_insurer
from services.registry.directory.messages.insurers import InsurerRegistration, InsurerShown
from services.registry.directory.store.insurers import list_insurers, read_insurer
from services.registry.recording import Author
from services.registry.strictness import RequestStrictness
from shared.domain.identifiers import InsurerNumber, InvalidIdentifier, parse_insurer_number
from shared.errors import AlreadyExists, BodyUnreadable, MyNumberNotAccepted, RequestInvalid, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.paging import DEFAULT_LIMIT, After, Limit, Page, page_of
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/insurers", tags=["insurers"])


@router.post(
    "",
    summary="Register an insurer (保険者の登録)",
    status_code=CREATED,
    responses={
        **already_there(InsurerShown),
        **refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, AlreadyExists),
    },
)
async def register(
    body: InsurerRegistration,
    caller: Administrator,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
) -> InsurerShown:
    """The same content again answers 200, other content under the same number 409. Role: operator."""
    refuse_my_numbers(body)
    number = InsurerNumber(body.insurer_number)
    registered = await register_insurer(
        Author(world, caller.client_id), number, body.name, body.kind, strictness.check_digits
    )
    set_status(response, registered)
    return InsurerShown.of(registered.thing)


@router.get("", summary="Insurers (保険者の一覧)", responses=refusals(RequestInvalid))
async def get_page(
    _: DirectoryReader, world: RequestWorld, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> Page[InsurerShown]:
    """In the order of their numbers. Any role with scope registry:read."""
    async with world.database.transaction() as connection:
        found = await list_insurers(connection, after, limit + 1)
    return page_of(found, limit, key=lambda insurer: insurer.number, show=InsurerShown.of)


@router.get(
    "/{insurer_number}",
    summary="One insurer (保険者の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(insurer_number: str, _: DirectoryReader, world: RequestWorld) -> InsurerShown:
    """By 保険者番号 in any of its forms. Any role with scope registry:read."""
    try:
        number = parse_insurer_number(insurer_number)
    except InvalidIdentifier:
        raise ResourceNotFound from None
    async with world.database.transaction() as connection:
        insurer = await read_insurer(connection, number)
    if insurer is None:
        raise ResourceNotFound
    return InsurerShown.of(insurer)
