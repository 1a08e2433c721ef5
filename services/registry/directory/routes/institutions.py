"""Institutions (医療機関等)."""

from fastapi import Response

from services.registry.callers import Administrator, DirectoryReader
from services.registry.created import CREATED, already_there, set_status
from services.registry.directory.commands import register_institution
from services.registry.directory.messages.institutions import InstitutionRegistration, InstitutionShown
from services.registry.directory.store.institutions import RecordedInstitution, list_institutions, read_institution
from services.registry.recording import Author
from services.registry.strictness import RequestStrictness
from shared.domain.identifiers import InstitutionCode, InvalidIdentifier, parse_institution_code
from shared.domain.roles import Role
from shared.errors import AlreadyExists, BodyUnreadable, MyNumberNotAccepted, RequestInvalid, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.paging import DEFAULT_LIMIT, After, Limit, Page, page_of
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(prefix="/v1/institutions", tags=["institutions"])


@router.post(
    "",
    summary="Register an institution (医療機関等の登録)",
    status_code=CREATED,
    responses={
        **already_there(InstitutionShown),
        **refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, AlreadyExists),
    },
)
async def register(
    body: InstitutionRegistration,
    caller: Administrator,
    world: RequestWorld,
    strictness: RequestStrictness,
    response: Response,
) -> InstitutionShown:
    """The same content again answers 200, other content under the same code 409. Role: operator."""
    refuse_my_numbers(body)
    code, role = InstitutionCode(body.institution_code), Role(body.role.value)
    registered = await register_institution(
        Author(world, caller.client_id), code, body.name, role, strictness.check_digits
    )
    set_status(response, registered)
    return InstitutionShown.of(registered.thing)


@router.get("", summary="Institutions (医療機関等の一覧)", responses=refusals(RequestInvalid))
async def get_page(
    _: DirectoryReader, world: RequestWorld, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> Page[InstitutionShown]:
    """In the order of their codes. Any role with scope registry:read."""
    async with world.database.transaction() as connection:
        found = await list_institutions(connection, after, limit + 1)
    return page_of(found, limit, key=lambda institution: institution.code, show=InstitutionShown.of)


@router.get(
    "/{institution_code}",
    summary="One institution (医療機関等の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(institution_code: str, _: DirectoryReader, world: RequestWorld) -> InstitutionShown:
    """By 医療機関コード. Any role with scope registry:read."""
    return InstitutionShown.of(await find_institution(world, institution_code))


async def find_institution(world: World, institution_code: str) -> RecordedInstitution:
    """Return the institution of a 医療機関コード; raises ResourceNotFound."""
    try:
        code = parse_institution_code(institution_code)
    except InvalidIdentifier:
        raise ResourceNotFound from None
    async with world.database.transaction() as connection:
        institution = await read_institution(connection, code)
    if institution is None:
        raise ResourceNotFound
    return institution
