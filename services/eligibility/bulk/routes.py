"""一括照会 over HTTP: hand in, look how far it is, read the results, take away."""

import asyncio
import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from services.eligibility.bulk.commands.items import open_items, show_items, write
from services.eligibility.bulk.messages import BulkCheck, BulkReceived, BulkReception, BulkReceptions, BulkRequest
from services.eligibility.bulk.rules import MOST_ITEMS, AskedItem, Reception, is_askable_ahead
from services.eligibility.bulk.store import Receptions
from services.eligibility.callers import BulkAsker, institution_of
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.messages.insured import LONGEST_REFERENCE, Printable, Reading
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from shared.clock import JAPAN, day_in_japan
from shared.domain.my_number import is_exempt_reference
from shared.errors import (
    BodyTooLarge,
    BodyUnreadable,
    IdempotencyKeyReused,
    MyNumberNotAccepted,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    TooManyMisses,
    Violation,
)
from shared.web.cursors import cursor_of, key_asked
from shared.web.exempt_references import NOTICE_DOCUMENT, exempt_header
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.idempotency_key import HEADER, IdempotencyKey, key_in
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

BULK_PATH = "/v1/bulk-checks"
BULK_BODY_LIMIT_BYTES = 4 * 1024 * 1024
_READ_AT_ONCE = 250
_LONGEST_CURSOR = 60
_LAST_RECEPTION = (1 << 128) - 1
_HEXADECIMAL = re.compile("[0-9a-f]{1,32}")
_MOST_RECEPTIONS, _RECEPTIONS = 1000, 100
router = StrictRouter(prefix=BULK_PATH, tags=["bulk checks"])


@router.post(
    "",
    status_code=202,
    summary="Ask about many patients ahead (一括照会)",
    response_description="It was received and is worked in the background.",
    responses={
        202: {"headers": NOTICE_DOCUMENT},
        **refusals(
            BodyUnreadable,
            BodyTooLarge,
            RequestInvalid,
            MyNumberNotAccepted,
            IdempotencyKeyReused,
            ResourceNotFound,
            TooManyMisses,
            Overloaded,
        ),
    },
)
async def receive(
    request: Request,
    body: BulkRequest,
    caller: BulkAsker,
    world: RequestWorld,
    receptions: Annotated[Receptions, Depends(FromWorld(Receptions))],
    keys: Annotated[IdempotencyKeys, Depends(FromWorld(IdempotencyKeys))],
    response: Response,
    _: IdempotencyKey = None,
) -> BulkReceived:
    """Take up to 5,000 patients by their insurance identifiers, in a body of up to 4 MiB.

    The purpose is BULK_PRECHECK. Each item is recorded like a check (method `bulk`). No limit values and no consents
    are shown, as no patient is there to consent. Kept for seven days. Items that fit nobody are counted for the
    institution: after `ONSHI_BULK_MISS_LIMIT` within `ONSHI_BULK_MISS_WINDOW_S` the items that still wait fail with
    `too-many-misses`, and no other reception is taken until the window has moved on. The same request again
    under the same `Idempotency-Key` gets the same reception number, for a day; `resource-not-found` when that reception
    was taken away meanwhile.
    """
    institution, now = institution_of(caller), world.clock.now()
    today = day_in_japan(now)
    as_of = body.as_of or today
    items, exempt = await _read(body, as_of, today)
    key = key_in(request.scope["headers"])
    if key is not None and is_exempt_reference(key):
        exempt.add(HEADER.lower())
    response.headers.update(exempt_header(exempt))
    if key is None:
        reception = await receptions.receive(items, as_of, body.client_reference, caller)
    else:
        taking = keys.taking(key, BULK_PATH.encode() + body.model_dump_json().encode(), caller, now)
        reception = await keys.once(
            taking,
            lambda: receptions.receive(items, as_of, body.client_reference, caller, taking),
            lambda first: receptions.named(first, institution),
        )
    return BulkReceived(
        reception_number=reception.reception_number,
        received_at=reception.received_at.astimezone(JAPAN),
        total=reception.total,
    )


@router.get(
    "",
    summary="This institution's receptions (一括照会の受付一覧)",
    responses=refusals(RequestInvalid),
)
async def find(
    caller: BulkAsker,
    receptions: Annotated[Receptions, Depends(FromWorld(Receptions))],
    client_reference: Annotated[
        str | None,
        Query(max_length=LONGEST_REFERENCE, description="任意のファイル識別子: only those handed in with it."),
        Printable,
    ] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_RECEPTIONS, description="How many at most.")] = _RECEPTIONS,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before.")
    ] = None,
) -> BulkReceptions:
    """Newest first; a reception number that was lost is found again by its `client_reference`."""
    before = key_asked(cursor, lambda key: UUID(int=_number_of(key, _LAST_RECEPTION)))
    found = await receptions.list_of(institution_of(caller), client_reference, before, limit + 1)
    shown = [BulkReception(**_counted(reception)) for reception in found[:limit]]
    more = _cursor_behind(shown[-1].reception_number.int) if len(found) > limit else None
    return BulkReceptions(items=shown, next_cursor=more)


@router.get(
    "/{reception_number}",
    summary="A reception and its results (一括照会の結果)",
    response_model=BulkCheck,
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(
    reception_number: Id,
    caller: BulkAsker,
    world: RequestWorld,
    receptions: Annotated[Receptions, Depends(FromWorld(Receptions))],
    check: Annotated[CheckPorts, Depends(FromWorld(CheckPorts))],
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many items at most.")] = MOST_ITEMS,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before.")
    ] = None,
) -> Response:
    """Ask again while `state` is `processing`; items that are worked are shown at once.

    Results are derived from the versions that the items' records name, under today's flags. The record that was made
    when an item was worked stands for the first time that it is handed out; each time after that is recorded as a
    disclosure of its own (再取得も記録されます). How far a reception is, tells the list without disclosing anything.
    """
    after = key_asked(cursor, lambda key: _number_of(key, MOST_ITEMS)) or 0
    reception, items = await receptions.open(reception_number, institution_of(caller), after, limit + 1)
    opened = await open_items(items[:limit], caller, world)
    # The record is stored before anything is answered.
    await receptions.hand_out(
        reception_number, {each.place: each.reading for each in opened if each.reading is not None}
    )
    shown = await show_items(opened, check.answers)
    more = _cursor_behind(items[limit - 1].place) if len(items) > limit else None
    body = write(_counted(reception) | {"items": [each.members for each in shown], "next_cursor": more})
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.delete(
    "/{reception_number}",
    status_code=204,
    summary="Take a reception away (一括照会の取消し)",
    response_description="It is gone; items that wait are not worked any more.",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def remove(
    reception_number: Id, caller: BulkAsker, receptions: Annotated[Receptions, Depends(FromWorld(Receptions))]
) -> None:
    """Remove a reception with its results. What was worked stays on record (照会記録は残ります)."""
    await receptions.remove(reception_number, institution_of(caller))


async def _read(body: BulkRequest, as_of: date, today: date) -> tuple[list[AskedItem], set[str]]:
    """Fold every item, and name the fields with exempt references.

    Raises RequestInvalid or MyNumberNotAccepted naming all that is wrong.
    """
    reading = Reading()
    reading.reference(body.client_reference, "/client_reference")
    if not is_askable_ahead(as_of, today):
        reading.violations.append(
            Violation(
                "/as_of",
                "out-of-range",
                "It must be a day within the last five years or the next 14 days.",
                "過去5年以内または14日先までの日を指定してください。",
            )
        )
    items = []
    for place, item in enumerate(body.items):
        reading.reference(item.item_reference, f"/items/{place}/item_reference")
        insured = reading.person(item.insured, f"/items/{place}/insured")
        if insured is not None:
            items.append(AskedItem(item.item_reference, insured))
        if place % _READ_AT_ONCE == _READ_AT_ONCE - 1:
            # A check at a desk does not wait for all of them.
            await asyncio.sleep(0)
    reading.must_be_right()
    return items, reading.exempt


def _counted(reception: Reception) -> dict[str, Any]:
    processed = reception.succeeded + reception.failed
    return {
        "reception_number": reception.reception_number,
        "state": "done" if reception.is_done else "processing",
        "received_at": reception.received_at.astimezone(JAPAN),
        "expires_at": reception.expires_at.astimezone(JAPAN),
        "as_of": reception.as_of,
        "client_reference": reception.client_reference,
        "total": reception.total,
        "processed": processed,
        "succeeded": reception.succeeded,
        "failed": reception.failed,
    }


def _cursor_behind(number: int) -> str:
    return cursor_of(f"{number:x}".encode())


def _number_of(key: bytes, last: int) -> int:
    written = _HEXADECIMAL.fullmatch(key.decode("ascii"))
    if written is None or (number := int(written[0], 16)) > last:
        raise ValueError("no number of this list")
    return number
