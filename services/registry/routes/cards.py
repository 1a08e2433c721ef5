"""Card registrations (初回登録)."""

from fastapi import APIRouter, Response

from services.registry.enrolment.cards import register_card
from services.registry.messages.cards import (
    CardRegistrationCounts,
    CardRegistrationRequest,
    CardRegistrationShown,
)
from services.registry.ports import CALLER_REFUSALS, DirectoryReader, Operator, PortsOf
from services.registry.routes.answers import CREATED, already_there, set_status
from services.registry.store.cards import count_card_registrations
from shared.clock import JAPAN
from shared.errors import AlreadyExists, BodyUnreadable, RequestInvalid
from shared.web.responses import refusals

router = APIRouter(tags=["cards"])


@router.post(
    "/v1/card-registrations",
    summary="Register a card for insurance use (初回登録)",
    status_code=CREATED,
    responses={
        **already_there(CardRegistrationShown),
        **refusals(*CALLER_REFUSALS, BodyUnreadable, RequestInvalid, AlreadyExists),
    },
)
async def register(
    body: CardRegistrationRequest, caller: Operator, ports: PortsOf, response: Response
) -> CardRegistrationShown:
    """Link a certificate (its authority and serial number together) to a person. Role: operator.

    The same link again, through any channel, answers 200; a certificate of another person 409.
    """
    registered = await register_card(
        ports.author(caller), body.person_id, body.authority_key_bytes, body.serial_number_bytes, body.channel
    )
    set_status(response, registered)
    return CardRegistrationShown.of(registered.thing)


@router.get(
    "/v1/statistics/card-registrations",
    summary="How many cards are registered (初回登録の件数)",
    responses=refusals(*CALLER_REFUSALS),
)
async def count(_: DirectoryReader, ports: PortsOf) -> CardRegistrationCounts:
    """By channel. Any role with scope registry:read."""
    async with ports.world.database.transaction() as connection:
        by_channel = await count_card_registrations(connection)
    counted_at = ports.world.clock.now().astimezone(JAPAN)
    return CardRegistrationCounts(counted_at=counted_at, total=sum(by_channel.values()), by_channel=by_channel)
