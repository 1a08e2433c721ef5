"""An institution's checks as they happen, and the answer to one of them again."""

import asyncio
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from services.eligibility.callers import AnInstitution, institution_of
from services.eligibility.checks.messages.checks import CheckAnswer
from services.eligibility.checks.store.check_log import CheckLog
from services.eligibility.faces.rest.bodies import CHECK_PATH, write_answer
from services.eligibility.record.commands.second_reading import read_again
from services.eligibility.record.messages import CheckEntries
from services.eligibility.record.store.check_list import LATEST, Cursor, CursorInvalid, read_latest, read_page
from services.eligibility.record.store.check_watch import CheckWatch
from shared.domain.codes import CheckMethod
from shared.domain.identifiers import InstitutionCode
from shared.errors import (
    CardNotUsable,
    CheckHasNoAnswer,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
)
from shared.web.cursors import key_asked, not_a_cursor
from shared.web.entity_tags import IfNoneMatch
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn

LONGEST_WAIT_S = 30
_NOT_MODIFIED = 304
_LONGEST_CURSOR, _MOST, _DEFAULT = 100, 1000, 100
router = StrictRouter(prefix=CHECK_PATH, tags=["check"])


@router.get(
    "",
    summary="This institution's checks as they happen (照会一覧)",
    responses=refusals(RequestInvalid),
)
async def follow(
    request: Request,
    caller: AnInstitution,
    world: RequestWorld,
    watch: Annotated[CheckWatch, Depends(FromWorld(CheckWatch))],
    after: Annotated[
        str | None,
        Query(
            max_length=_LONGEST_CURSOR,
            description="`next_cursor` of the page before; `latest`: only what comes from now on; left out: from the "
            "first.",
        ),
    ] = None,
    method: Annotated[CheckMethod | None, Query(description="照会区分: only these.")] = None,
    wait: Annotated[
        int, Query(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for the next check when there is none yet.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")] = _DEFAULT,
) -> CheckEntries:
    """Follow the checks of all clients of this institution: what a card reader sent, and what ended in a refusal, too.

    Keep `next_cursor` and send it as `after`: nothing is told twice, and nothing is left out, however late it was
    stored. With `wait` the answer comes as soon as there is something (long poll). Answers that were read again are
    not listed. No personal data is in it.
    """
    institution = institution_of(caller)
    try:
        start = (
            await read_latest(world.database) if after == LATEST else key_asked(after, Cursor.of_key, parameter="after")
        )
        page = await read_page(world.database, institution, start, method, limit)
        if not page.checks and wait:
            await _wait(watch, institution, page.end, method, wait, request)
            page = await read_page(world.database, institution, page.end, method, limit)
    except CursorInvalid:
        raise not_a_cursor("after") from None
    return CheckEntries.of(list(page.checks), page.end)


@router.get(
    "/{check_id}",
    summary="The answer to a check again (照会結果の再取得)",
    response_model=CheckAnswer,
    response_description="The answer, with the first one's `check_id` and `checked_at`.",
    responses={
        _NOT_MODIFIED: {"description": "It is what `If-None-Match` names (変更なし); nothing is disclosed."},
        **refusals(ResourceNotFound, CheckHasNoAnswer, CardNotUsable, RequestInvalid, Overloaded),
    },
)
async def get_one(
    check_id: Id,
    caller: AnInstitution,
    world: RequestWorld,
    log: Annotated[CheckLog, Depends(FromWorld(CheckLog))],
    if_none_match: IfNoneMatch,
) -> Response:
    """Read an answer that was lost, or look at it again.

    It is derived from the versions that the check rested on, so it is the same answer; but an address that has been
    hidden since is hidden, and a card that has been blocked since is not answered. It is a disclosure of its own and
    recorded as one.
    """
    institution_of(caller)

    def has_it(etag: str) -> bool:
        return if_none_match is not None and if_none_match.hold_weakly(etag)

    reading = await read_again(check_id, caller, world, log, write_answer, has_it)
    headers = {"ETag": reading.etag}
    if has_it(reading.etag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(reading.body, media_type="application/json", headers=headers)


async def _wait(
    watch: CheckWatch,
    institution: InstitutionCode,
    after: Cursor,
    method: CheckMethod | None,
    timeout_s: float,
    request: Request,
) -> None:
    """Return when there is something, when the time is over, when the client has left, or when the process stops."""
    waiting = asyncio.create_task(watch.until_new(institution, after, method, timeout_s))
    leaving = asyncio.create_task(_has_left(request))
    try:
        with out_of_turn(request.scope) as stopping:
            await asyncio.wait({waiting, leaving, *stopping}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            await waiting
    finally:
        waiting.cancel()
        leaving.cancel()


async def _has_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
