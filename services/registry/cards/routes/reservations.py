"""Reservations of card registrations (予約登録)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.registry.callers import CardReserver, Operator
from services.registry.cards.commands.reservations import reserve_card
from services.registry.cards.messages.reservations import STATE, ReservationRequest, ReservationShown
from services.registry.cards.routes.presented_cards import (
    RegistrationRoots,
    may_see_person,
    presented_card,
    said_by,
)
from services.registry.cards.routes.registrations import PROOF_REFUSALS
from services.registry.cards.store.reservations import (
    Reservation,
    ReservationState,
    list_reservations,
    read_maker,
    read_reservation,
)
from services.registry.created import CREATED, already_there, set_status
from services.registry.questions.routes import RequestBudget, asker_of
from shared.domain.roles import Role
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    CardNotUsable,
    MyNumberNotAccepted,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    TooManyMisses,
)
from shared.ids import new_id
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.paging import DEFAULT_LIMIT, After, Limit, Page, key_in, page_of
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/card-registration-reservations", tags=["cards"])


@router.post(
    "",
    summary="Reserve a card registration (予約登録)",
    status_code=CREATED,
    responses={
        **already_there(ReservationShown),
        **refusals(
            BodyUnreadable,
            RequestInvalid,
            MyNumberNotAccepted,
            AlreadyExists,
            CardNotUsable,
            Overloaded,
            TooManyMisses,
            *PROOF_REFUSALS,
        ),
    },
)
async def reserve(
    body: ReservationRequest,
    caller: CardReserver,
    world: RequestWorld,
    roots: RegistrationRoots,
    budget: RequestBudget,
    response: Response,
) -> ReservationShown:
    """Register the card as soon as its holder's data are here: at once, or whenever data arrive that may be meant.

    It waits for whom J-LIS names; whom the caller names or describes is compared, and decides only where an operator
    does it. The same reservation again under the same id tries again. Roles: reader, municipality (at its own channel),
    operator.
    """
    refuse_my_numbers(body)
    card = await presented_card(body, caller, world, roots)
    now = world.clock.now()
    reservation = Reservation(
        body.reservation_id or new_id(now, world.random_bytes),
        card.certificate.authority_key_id,
        card.certificate.serial_number,
        body.channel,
        ReservationState.RESERVED,
        body.person_id,
        None if body.person is None else body.person.description(),
        None,
        now,
    )
    reserved = await reserve_card(asker_of(caller, world, budget), reservation, said_by(body, caller), card.proof)
    set_status(response, reserved)
    return ReservationShown.of(reserved.thing, shows_person=may_see_person(caller))


@router.get(
    "",
    summary="Reservations (予約登録の一覧)",
    responses=refusals(RequestInvalid),
)
async def get_reservations(
    _: Operator,
    world: RequestWorld,
    state: Annotated[ReservationState | None, Query(description=STATE)] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Page[ReservationShown]:
    """In the order of their ids. Role: operator."""
    async with world.database.transaction() as connection:
        found = await list_reservations(connection, state, key_in(after, UUID), limit + 1)
    return page_of(found, limit, key=lambda each: str(each.reservation_id), show=ReservationShown.of)


@router.get(
    "/{reservation_id}",
    summary="One reservation (予約登録の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_reservation(reservation_id: Id, caller: CardReserver, world: RequestWorld) -> ReservationShown:
    """Where it stands. Roles: reader, municipality (each client its own reservations), operator (all)."""
    async with world.database.transaction() as connection:
        reservation = await read_reservation(connection, reservation_id)
        maker = await read_maker(connection, reservation_id)
    if reservation is None or (caller.role is not Role.OPERATOR and maker != caller.client_id):
        raise ResourceNotFound
    return ReservationShown.of(reservation, shows_person=may_see_person(caller))
