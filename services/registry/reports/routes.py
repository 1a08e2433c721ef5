"""Reports: an insurer sees what concerns itself, an operator all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Query, Response

from services.registry.callers import RecordReader
from services.registry.reports.messages import (
    LateRegistrationShown,
    OverlapShown,
    ReportRow,
    UnregisteredMemberShown,
    late_registration_key,
    late_registrations_behind,
    overlap_key,
    overlaps_behind,
    three_ids,
    two_ids,
    unregistered_member_key,
    unregistered_members_behind,
    version_and_what,
)
from services.registry.reports.store.late_registrations import list_late_registrations
from services.registry.reports.store.overlaps import list_overlaps
from services.registry.reports.store.unregistered_members import list_unregistered_members
from services.registry.reports.store.walking import Found
from services.registry.spreadsheets import Accept, Format, csv_answer, described_as_csv, wants_csv
from shared.clock import day_in_japan, start_of_day
from shared.domain.roles import Role
from shared.errors import RequestInvalid
from shared.pki.tokens import Caller
from shared.web.cursors import cursor_of
from shared.web.days import Day
from shared.web.from_world import RequestWorld
from shared.web.paging import DEFAULT_LIMIT, After, Limit, Page, key_in, page_of
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/reports", tags=["reports"])

Entry = TypeVar("Entry")
Row = TypeVar("Row", bound=ReportRow)
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: described_as_csv(
        "One page. It looks through so many coverages and no more: before the last it may hold fewer than `limit`, or "
        "nothing; `next_cursor` is null on the last. As CSV (UTF-8 with a byte order mark, for Excel) the next page's "
        "cursor stands in `X-Next-Cursor`."
    ),
    **refusals(RequestInvalid),
}


@router.get("/overlaps", summary="Double cover (重複加入)", response_model=Page[OverlapShown], responses=_RESPONSES)
async def overlaps(
    caller: RecordReader,
    world: RequestWorld,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
    wanted: Format = None,
    accept: Accept = None,
) -> Page[OverlapShown] | Response:
    """Pairs of coverages that share days, as recorded now. Roles: operator; an insurer, pairs with its own."""
    async with world.database.transaction() as connection:
        found = await list_overlaps(connection, _own(caller), key_in(after, three_ids), limit + 1)
    return _answer(found, limit, (overlap_key, overlaps_behind), OverlapShown, wanted, accept)


@router.get(
    "/late-registrations",
    summary="Late registrations (遅延登録)",
    response_model=Page[LateRegistrationShown],
    responses=_RESPONSES,
)
async def late_registrations(
    caller: RecordReader,
    world: RequestWorld,
    days: Annotated[
        int,
        Query(
            ge=0, le=3650, description="More than so many days late; employers file within 5 (健康保険法施行規則24条)."
        ),
    ] = 5,
    registered_from: Annotated[Day | None, Query(description="登録年月日, from this day on.")] = None,
    registered_to: Annotated[Day | None, Query(description="登録年月日, up to and with this day.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
    wanted: Format = None,
    accept: Accept = None,
) -> Page[LateRegistrationShown] | Response:
    """Acquisitions and losses that were registered late. Roles: operator; an insurer, its own."""
    registered = (
        None if registered_from is None else start_of_day(registered_from),
        None if registered_to is None else start_of_day(registered_to + timedelta(days=1)),
    )
    async with world.database.transaction() as connection:
        found = await list_late_registrations(
            connection, _own(caller), days, registered, key_in(after, version_and_what), limit + 1
        )
    return _answer(
        found, limit, (late_registration_key, late_registrations_behind), LateRegistrationShown, wanted, accept
    )


@router.get(
    "/unregistered-members",
    summary="Members without a registered card (初回登録のない加入者)",
    response_model=Page[UnregisteredMemberShown],
    responses=_RESPONSES,
)
async def unregistered_members(
    caller: RecordReader,
    world: RequestWorld,
    as_of: Annotated[Day | None, Query(description="Covered on this day; left out: today.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
    wanted: Format = None,
    accept: Accept = None,
) -> Page[UnregisteredMemberShown] | Response:
    """Whom a 資格確認書 is issued to without application. Roles: operator; an insurer, its own members."""
    day = as_of or day_in_japan(world.clock.now())
    async with world.database.transaction() as connection:
        found = await list_unregistered_members(connection, _own(caller), day, key_in(after, two_ids), limit + 1)
    return _answer(
        found, limit, (unregistered_member_key, unregistered_members_behind), UnregisteredMemberShown, wanted, accept
    )


def _own(caller: Caller) -> str | None:
    return (caller.insurer_number or "") if caller.role is Role.INSURER else None


def _answer(
    found: Found[Entry],
    limit: int,
    cursors: tuple[Callable[[Entry], str], Callable[[Any], str]],
    model: type[Row],
    wanted: Literal["json", "csv"] | None,
    accept: str | None,
) -> Page[Row] | Response:
    key, behind = cursors
    page = page_of(found.entries, limit, key=key, show=model.of)
    if page.next_cursor is None and found.stopped_at is not None:
        page.next_cursor = cursor_of(behind(found.stopped_at).encode())
    if not wants_csv(wanted, accept):
        return page
    return csv_answer(model, page.items, {} if page.next_cursor is None else {"X-Next-Cursor": page.next_cursor})
