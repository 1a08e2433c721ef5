"""``/journal``: the last requests of the world, and why each was answered so."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from shared.errors import (
    DATABASE_FAILURES,
    BodyTooLarge,
    BodyUnreadable,
    ControlsAlone,
    JournalOff,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.bodies import Plain
from shared.web.cursors import cursor_of, key_asked
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.ids import Id
from shared.web.placeholders import PLACEHOLDERS
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn
from simulator.controls.journal import Journal, Read
from simulator.controls.journal_messages import JournalEntry, JournalPage, JournalVerdict, JournalVerification
from simulator.journal.reading import Wanted

router = StrictRouter(prefix="/journal", tags=["controls"])
LATEST = "latest"
LONGEST_WAIT_S = 30
_LOOK_EVERY_S = 0.1
_LONGEST, _MOST, _DEFAULT = 200, 500, 100
_ALWAYS = (RequestInvalid, ControlsAlone, JournalOff, WorldUnknown, *DATABASE_FAILURES)
_Journal = Annotated[Journal, Depends(FromWorld(Journal))]
_Name = Annotated[str, Plain]


@router.get("", summary="The last requests, explained (ジャーナル)", responses=refusals(*_ALWAYS))
async def list_journal(
    request: Request,
    journal: _Journal,
    after: Annotated[
        str | None,
        Query(
            max_length=_LONGEST,
            description="`next_cursor` of an earlier answer; `latest`: only what comes from now on; left out: from the "
            "oldest that is kept.",
        ),
    ] = None,
    wait: Annotated[
        int, Query(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for an entry when there is none.")
    ] = 0,
    test: Annotated[_Name | None, Query(max_length=_LONGEST, description="Only of this `X-Onshi-Test`.")] = None,
    persona: Annotated[_Name | None, Query(max_length=_LONGEST, description="Only about this persona.")] = None,
    operation: Annotated[_Name | None, Query(max_length=_LONGEST, description="Only of this operationId.")] = None,
    check_id: Annotated[Id | None, Query(description="Only of this check.")] = None,
    fault: Annotated[_Name | None, Query(max_length=_LONGEST, description="Only with this rule's fault.")] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")] = _DEFAULT,
) -> JournalPage:
    """Tell who asked what, what came of it, step by step, and why nothing else came of it.

    The explanation is derived now, by the rules that decided, from the versions that the check's record names. Requests
    are kept for all worlds together, 35,000 at least; under load some are shed, and counted. An entry can be read a
    second after its answer at the latest. Keep `next_cursor` and send it as `after`.
    """
    world = request.scope[WORLD_KEY]
    wanted = Wanted(test=test, operation=operation, check_id=check_id, fault=fault)
    start = await journal.newest() if after == LATEST else key_asked(after, _number_in, parameter="after") or 0
    read = await journal.read(world, wanted, start, limit, persona=persona)
    if not read.items and wait:
        read = await _wait(request, wait, lambda: journal.read(world, wanted, start, limit, persona=persona))
    return JournalPage(items=list(read.items), next_cursor=cursor_of(str(read.end).encode()), shed=read.shed)


@router.get(
    "/{request_id}",
    summary="One request, explained (リクエストの説明)",
    responses=refusals(*_ALWAYS, ResourceNotFound),
)
async def read_journal_entry(
    request: Request,
    journal: _Journal,
    request_id: Annotated[
        _Name,
        Path(max_length=_LONGEST, description="`X-Request-Id`.", examples=[PLACEHOLDERS["request_id"].example]),
    ],
) -> JournalEntry:
    """Explain the newest request of this `X-Request-Id`; 404 when none is kept."""
    return await journal.read_one(request.scope[WORLD_KEY], request_id)


@router.post(
    "/verifications",
    summary="Verify what was asked (リクエストの検証)",
    responses=refusals(*_ALWAYS, BodyUnreadable, BodyTooLarge),
)
async def verify_journal(request: Request, journal: _Journal, body: JournalVerification) -> JournalVerdict:
    """Tell whether exactly `times`, or `at_least` so many requests match; where not, which came near, and what differs.

    Where more could make it true, it waits a second for entries that are not written yet.
    """
    return await journal.verify(request.scope[WORLD_KEY], body)


@router.delete("", summary="Empty the journal (ジャーナルの消去)", status_code=204, responses=refusals(*_ALWAYS))
async def clear_journal(request: Request, journal: _Journal) -> None:
    """Forget the requests of this world that have been answered until now."""
    await journal.clear(request.scope[WORLD_KEY])


async def _wait(request: Request, seconds: int, read: Callable[[], Awaitable[Read]]) -> Read:
    """Read until there is something, the time is over, the client has left, or the process stops."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    leaving = asyncio.create_task(_has_left(request))
    try:
        with out_of_turn(request.scope) as stopping:
            while not (found := await read()).items and loop.time() < until:
                done, _ = await asyncio.wait({leaving, *stopping}, timeout=_LOOK_EVERY_S, return_when="FIRST_COMPLETED")
                if done:
                    break
        return found
    finally:
        leaving.cancel()


async def _has_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _number_in(key: bytes) -> int:
    number = int(key.decode("ascii"))
    if not 0 <= number < 1 << 63:
        raise ValueError("no number of an entry")
    return number
