"""Statistics: what the payment fund shares with each insurer about 初回登録, and how patients are checked."""

from typing import Annotated, Any

from fastapi import Query, Response

from services.registry.callers import DirectoryReader, RecordReader, own_insurer_only
from services.registry.cards.store.registrations import count_card_registration_ends, count_card_registrations
from services.registry.cards.store.reservations import count_reservations
from services.registry.directory.store.insurers import read_insurer
from services.registry.spreadsheets import Accept, Format, csv_answer, described_as_csv, wants_csv
from services.registry.statistics.messages import (
    CardRegistrationCounts,
    CardRegistrationsCounted,
    CheckMethodCounted,
    CheckMethodCounts,
    by_band,
)
from services.registry.statistics.rules import counted_on, first_day, first_day_after, months_between
from services.registry.statistics.store import count_members, count_registrations
from shared.clock import JAPAN, day_in_japan, start_of_day
from shared.domain.roles import Role
from shared.errors import RequestInvalid, ResourceNotFound, RoleNotAllowed
from shared.pki.tokens import Caller
from shared.published.eligibility.counts import read_check_counts
from shared.web.bodies import InsurerNumberText
from shared.web.days import Month
from shared.web.from_world import RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/statistics")

FirstMonth = Annotated[
    Month | None, Query(alias="from", description="From this month on, YYYY-MM; left out: `to` alone, at most twelve.")
]
LastMonth = Annotated[
    Month | None, Query(alias="to", description="Up to and with this month, YYYY-MM; left out: this month.")
]
_CSV: dict[int | str, dict[str, Any]] = {200: described_as_csv("As CSV (UTF-8 with a byte order mark) `items` alone.")}


@router.get(
    "/card-registrations",
    # Clients were generated under these names.
    tags=["cards"],
    operation_id="cards_count",
    summary="How many cards are registered (初回登録の件数)",
    response_model=CardRegistrationCounts,
    responses={**_CSV, **refusals(RequestInvalid, ResourceNotFound)},
)
async def card_registrations(
    caller: DirectoryReader,
    world: RequestWorld,
    insurer_number: Annotated[
        InsurerNumberText | None,
        Query(description="保険者番号: whose months `items` tell; an insurer's own if left out."),
    ] = None,
    first: FirstMonth = None,
    last: LastMonth = None,
    wanted: Format = None,
    accept: Accept = None,
) -> CardRegistrationCounts | Response:
    """By channel; what has ended, and reservations by state. Any role with scope registry:read.

    `items` tell of one insurer by month, channel and age band: an insurer sees its own, an operator any.
    """
    _must_be_free_to_see(caller, asks_more=(insurer_number, first, last) != (None, None, None))
    number = insurer_number or (caller.insurer_number if caller.role is Role.INSURER else None)
    if number is not None:
        own_insurer_only(caller)(number)
    today = day_in_japan(world.clock.now())
    months = months_between(first, last, today)
    async with world.database.transaction() as connection:
        by_channel = await count_card_registrations(connection)
        counts = CardRegistrationCounts(
            counted_at=world.clock.now().astimezone(JAPAN),
            total=sum(by_channel.values()),
            by_channel=by_channel,
            ended=await count_card_registration_ends(connection),
            reservations=await count_reservations(connection),
        )
        if number is not None:
            if await read_insurer(connection, number) is None:
                raise ResourceNotFound
            days = {month: counted_on(month, today) for month in months}
            since, until = start_of_day(first_day(months[0])), start_of_day(first_day_after(months[-1]))
            members = await count_members(connection, number, list(days.values()))
            registered = await count_registrations(connection, number, since, until)
            counts = counts.model_copy(
                update={
                    "insurer_number": number,
                    "first": months[0],
                    "last": months[-1],
                    "items": by_band(number, days, members, registered),
                }
            )
    return csv_answer(CardRegistrationsCounted, counts.items) if wants_csv(wanted, accept) else counts


@router.get(
    "/check-methods",
    tags=["statistics"],
    summary="How patients are checked (資格確認の利用状況)",
    response_model=CheckMethodCounts,
    responses={**_CSV, **refusals(RequestInvalid)},
)
async def check_methods(
    _: RecordReader,
    world: RequestWorld,
    first: FirstMonth = None,
    last: LastMonth = None,
    wanted: Format = None,
    accept: Accept = None,
) -> CheckMethodCounts | Response:
    """Answered checks of all institutions by month, kind of institution and method.

    They are counted as they are sealed, and stay counted when their records end. Roles: operator, insurer.
    """
    months = months_between(first, last, day_in_japan(world.clock.now()))
    async with world.database.transaction() as connection:
        counted = await read_check_counts(connection, months)
    items = [CheckMethodCounted.of(each) for each in counted]
    if wants_csv(wanted, accept):
        return csv_answer(CheckMethodCounted, items)
    at = world.clock.now().astimezone(JAPAN)
    return CheckMethodCounts(counted_at=at, first=months[0], last=months[-1], items=items)


def _must_be_free_to_see(caller: Caller, *, asks_more: bool) -> None:
    """Raise RoleNotAllowed for who asks about an insurer and is neither an insurer nor an operator."""
    if asks_more and caller.role not in (Role.OPERATOR, Role.INSURER):
        raise RoleNotAllowed(
            detail="Only insurers and operators see an insurer's months.",
            detail_ja="保険者ごとの集計は保険者と運用者のみ参照できます。",
        )
