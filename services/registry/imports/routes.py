"""Imports: a file handed in, how far it is, and what of it was rejected."""

from collections.abc import AsyncIterator
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query, Request

from services.registry.callers import RecordReader, Registrar
from services.registry.imports.commands.receiving import receive
from services.registry.imports.messages.files import BODY, FORMATS
from services.registry.imports.messages.imports import (
    ImportProgress,
    ImportReceived,
    ImportShown,
    RejectionShown,
)
from services.registry.imports.messages.reading import TOO_LONG
from services.registry.imports.rules.forms import Encoding, Form
from services.registry.imports.store.imports import Import, State, list_imports, read_import
from services.registry.imports.store.rejections import list_rejections
from services.registry.recording import Author
from shared.domain.roles import Role
from shared.errors import (
    BodyTooLarge,
    BodyUnreadable,
    ContentEncodingUnsupported,
    ImportRunning,
    MediaTypeUnsupported,
    RequestInvalid,
    ResourceNotFound,
)
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.web.cursors import cursor_of, key_asked
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.media_types import media_type_of, must_not_be_encoded
from shared.web.paging import DEFAULT_LIMIT, After, Limit, Page, key_in, page_of
from shared.web.responses import refusals
from shared.web.streamed_bodies import IMPORTS_PATH
from shared.web.strict_routes import StrictRouter

LARGEST_FILE_BYTES: Final = 1 << 40
_LONGEST_CURSOR = 60
router = StrictRouter(prefix=IMPORTS_PATH, tags=["imports"])


@router.post(
    "",
    status_code=202,
    summary="Import a file of members (オン資格用データの登録)",
    response_description="It was received and is worked in the background.",
    openapi_extra=BODY,
    responses=refusals(
        BodyUnreadable,
        BodyTooLarge,
        MediaTypeUnsupported,
        ContentEncodingUnsupported,
        RequestInvalid,
        ImportRunning,
    ),
)
async def hand_in(
    request: Request,
    caller: Registrar,
    world: RequestWorld,
    encoding: Annotated[
        Encoding, Query(description="文字コード of the file; `shift_jis` as Windows has it (CP932).")
    ] = Encoding.UTF_8,
) -> ImportReceived:
    """A line is a person with coverages, certificates and card (docs/imports.md); the file is sent as a stream.

    All of a line is recorded, or nothing, by the rules of single registrations; good lines go in, whatever is wrong
    with others. A line without ids gets them from what it says, so the same file again changes nothing; a person
    without `person_id` whom another insurer has registered is joined. A coverage on record that comes again with its
    loss is lost; `is_correction` corrects it; dependants follow. Nothing is recorded before the whole file came.
    Of one insurer, and of the operator, one import at a time. Roles: operator, who may bring insurers that are not on
    record, and cards; an insurer, its own members only.
    """
    form = _form_of(request, encoding)
    insurer_number = (caller.insurer_number or "") if caller.role is Role.INSURER else None
    now = world.clock.now()
    begun = Import(new_id(now, world.random_bytes), caller.client_id, insurer_number, form, State.RECEIVING, now)
    received = await receive(Author(world, caller.client_id), begun, _chunks(request), TOO_LONG)
    return ImportReceived(import_id=received.import_id)


@router.get("", summary="Imports (取込みの一覧)", responses=refusals(RequestInvalid))
async def get_page(
    caller: RecordReader, world: RequestWorld, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> Page[ImportProgress]:
    """Newest first. Roles: operator; an insurer sees its own."""
    before = key_in(after, UUID)
    insurer_number = (caller.insurer_number or "") if caller.role is Role.INSURER else None
    async with world.database.transaction() as connection:
        found = await list_imports(connection, insurer_number, before, limit + 1)
    return page_of(found, limit, key=lambda each: str(each.import_id), show=ImportProgress.of)


@router.get(
    "/{import_id}",
    summary="One import, and what was rejected (取込みの状況)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(
    import_id: Id,
    caller: RecordReader,
    world: RequestWorld,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before.")
    ] = None,
) -> ImportShown:
    """Ask again while `state` is `running`; what is rejected is shown at once. Roles: operator; an insurer, its own."""
    behind = key_asked(cursor, _place_in) or (0, 0)
    async with world.database.transaction() as connection:
        found = await read_import(connection, import_id)
        if found is None or not _may_see(caller, found):
            raise ResourceNotFound
        rejections = await list_rejections(connection, import_id, behind, limit + 1)
    shown = rejections[:limit]
    more = None
    if len(rejections) > limit:
        more = cursor_of(f"{shown[-1].line} {shown[-1].place}".encode())
    return ImportShown(
        **ImportProgress.of(found).model_dump(),
        rejections=[RejectionShown.of(each) for each in shown],
        next_cursor=more,
    )


def _may_see(caller: Caller, found: Import) -> bool:
    return caller.role is not Role.INSURER or found.insurer_number == caller.insurer_number


def _form_of(request: Request, encoding: Encoding) -> Form:
    """Return how the file is written; raises MediaTypeUnsupported, ContentEncodingUnsupported."""
    headers = request.scope["headers"]
    must_not_be_encoded(headers)
    try:
        media_type, charset = media_type_of(headers)
    except MediaTypeUnsupported:
        media_type, charset = "", None
    if media_type not in FORMATS or charset not in (None, encoding.value):
        raise MediaTypeUnsupported(
            detail=f"{' or '.join(FORMATS)} is wanted, in the encoding that `encoding` names.",
            detail_ja=f"{' または '.join(FORMATS)} で、encoding に指定した文字コードで送信してください。",
        )
    return Form(FORMATS[media_type], encoding)


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk


def _place_in(key: bytes) -> tuple[int, int]:
    line, _, place = key.decode("ascii").partition(" ")
    return int(line), int(place)
