"""The record of who saw what (開示履歴): an institution reads its own, the operator all of it."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from services.consent.callers import NOT_KEPT, HistoryReader, NotKept
from services.consent.history.messages import DisclosurePage, DisclosureShown, RecordedOutcome
from services.consent.history.store import HistoryFilter, export_history, read_history
from services.consent.paging import PageAsked, cursor_behind
from shared.domain.codes import CheckMethod
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.errors import RoleNotAllowed
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(tags=["disclosures"], dependencies=[NotKept])
NDJSON = "application/x-ndjson"
_AS_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One page; with `Accept: application/x-ndjson` (operator only) all of it, one entry a line; "
        "without `from` since the beginning.",
        "content": {NDJSON: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/v1/disclosures",
    summary="Who saw what (開示履歴)",
    response_model=DisclosurePage,
    responses=_AS_LINES,
)
async def list_disclosures(
    request: Request,
    caller: HistoryReader,
    world: RequestWorld,
    page: PageAsked,
    institution_code: Annotated[
        str | None, Query(pattern="^[0-9]{10}$", description="医療機関コード; an institution sees its own only.")
    ] = None,
    person_id: Annotated[Id | None, Query(description="加入者ID (operator).")] = None,
    purpose: Annotated[PurposeOfUse | None, Query(description="利用目的.")] = None,
    outcome: Annotated[RecordedOutcome | None, Query(description="結果.")] = None,
    method: Annotated[CheckMethod | None, Query(description="照会区分.")] = None,
) -> DisclosurePage | Response:
    """Every check, second reading and reading of medical data, the newest first; whether it was answered or not."""
    is_operator = caller.role is Role.OPERATOR
    if not is_operator:
        if caller.institution_code is None or person_id is not None:
            raise RoleNotAllowed
        if institution_code not in (None, caller.institution_code):
            raise RoleNotAllowed
        institution_code = caller.institution_code
    as_lines = NDJSON in request.headers.get("accept", "")
    wanted = HistoryFilter(
        after=page.after_if_asked if as_lines else page.after(world.clock.now()),
        before=page.before,
        institution_code=institution_code,
        person_id=person_id,
        purpose=purpose,
        outcome=outcome,
        method=None if method is None else method.value,
    )
    if as_lines:
        if not is_operator:
            raise RoleNotAllowed
        return StreamingResponse(_lines(world, wanted), media_type=NDJSON, headers=dict(NOT_KEPT))
    found = await read_history(world, wanted, page.limit + 1)
    return DisclosurePage(
        items=[DisclosureShown.of(entry, with_person=is_operator) for entry in found[: page.limit]],
        next_cursor=cursor_behind(found[page.limit - 1].check_id) if len(found) > page.limit else None,
    )


async def _lines(world: World, wanted: HistoryFilter) -> AsyncIterator[str]:
    async for entries in export_history(world, wanted):
        yield "".join(f"{DisclosureShown.of(entry, with_person=True).model_dump_json()}\n" for entry in entries)
