"""Card registrations (初回登録)."""

from uuid import UUID

from fastapi import Response

from services.registry.callers import CardRegistrar, DirectoryReader, Operator
from services.registry.cards.commands.registrations import end_card_registration, register_card, renew_card_registration
from services.registry.cards.messages.registrations import (
    CardRegistrationCounts,
    CardRegistrationEnd,
    CardRegistrationRequest,
    CardRegistrationShown,
    CertificateNamed,
)
from services.registry.cards.routes.presented_cards import RegistrationRoots, presented_card
from services.registry.cards.store.registrations import (
    EndReason,
    count_card_registration_ends,
    count_card_registrations,
    read_card_registration_by_id,
)
from services.registry.cards.store.reservations import count_reservations
from services.registry.created import CREATED, already_there, set_status
from services.registry.matches.commands import find_person
from services.registry.recording import Author
from shared.clock import JAPAN
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateStatusUnknown,
    CertificateUntrusted,
    CertificateWrongKind,
    MyNumberNotAccepted,
    NonceUsed,
    ProofMismatch,
    ProofUnreadable,
    RequestInvalid,
    ResourceNotFound,
    SignatureInvalid,
    Violation,
)
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(tags=["cards"])

PROOF_REFUSALS = (
    ProofUnreadable,
    ProofMismatch,
    CertificateNotYetValid,
    CertificateExpired,
    CertificateUntrusted,
    CertificateWrongKind,
    SignatureInvalid,
    CertificateRevoked,
    CertificateStatusUnknown,
    NonceUsed,
)


@router.post(
    "/v1/card-registrations",
    summary="Register a card for insurance use (初回登録)",
    status_code=CREATED,
    responses={
        **already_there(CardRegistrationShown),
        **refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, AlreadyExists, *PROOF_REFUSALS),
    },
)
async def register(
    body: CardRegistrationRequest,
    caller: CardRegistrar,
    world: RequestWorld,
    roots: RegistrationRoots,
    response: Response,
) -> CardRegistrationShown:
    """Link a certificate (its authority and serial number together) to a person, by id or by four attributes.

    The card proves that it is there (`presence_proof`, `aud` onshi-registration, at most five minutes old, counts
    once); an operator may name it instead. Whose it is J-LIS would tell: the simulator believes the caller. The same
    link again, through any channel, answers 200; a certificate of another person 409. Roles: reader, municipality (at
    its own channel), operator.
    """
    refuse_my_numbers(body)
    card = await presented_card(body, caller, world, roots)
    person_id = body.person_id or await _described(body, world)
    registered = await register_card(
        Author(world, caller.client_id), person_id, card.certificate, body.channel, card.proof
    )
    set_status(response, registered)
    return CardRegistrationShown.of(registered.thing)


@router.get(
    "/v1/card-registrations/{registration_id}",
    summary="One card registration (初回登録の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(registration_id: Id, _: Operator, world: RequestWorld) -> CardRegistrationShown:
    """Ended or not. Role: operator."""
    async with world.database.transaction() as connection:
        registration = await read_card_registration_by_id(connection, registration_id)
    if registration is None:
        raise ResourceNotFound
    return CardRegistrationShown.of(registration)


@router.post(
    "/v1/card-registrations/{registration_id}/end",
    summary="End a card registration (利用登録の解除)",
    responses=refusals(ResourceNotFound, BodyUnreadable, RequestInvalid),
)
async def end(
    registration_id: Id, body: CardRegistrationEnd, caller: Operator, world: RequestWorld
) -> CardRegistrationShown:
    """From now on the card is no insurance card; it may be registered anew. Again: nothing changes. Role: operator."""
    return CardRegistrationShown.of(
        await end_card_registration(Author(world, caller.client_id), registration_id, EndReason(body.reason))
    )


@router.post(
    "/v1/card-registrations/{registration_id}/renewal",
    summary="Link a renewed certificate (電子証明書の更新)",
    status_code=CREATED,
    responses={
        **already_there(CardRegistrationShown),
        **refusals(ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists),
    },
)
async def renew(
    registration_id: Id, body: CertificateNamed, caller: Operator, world: RequestWorld, response: Response
) -> CardRegistrationShown:
    """A renewal has a new key and serial number: J-LIS tells which old one it follows, and the person stays.

    The old link ends. Role: operator.
    """
    renewed = await renew_card_registration(Author(world, caller.client_id), registration_id, body.certificate())
    set_status(response, renewed)
    return CardRegistrationShown.of(renewed.thing)


@router.get(
    "/v1/statistics/card-registrations",
    summary="How many cards are registered (初回登録の件数)",
)
async def count(_: DirectoryReader, world: RequestWorld) -> CardRegistrationCounts:
    """By channel; what has ended, and reservations by state. Any role with scope registry:read."""
    async with world.database.transaction() as connection:
        by_channel = await count_card_registrations(connection)
        ended = await count_card_registration_ends(connection)
        reservations = await count_reservations(connection)
    return CardRegistrationCounts(
        counted_at=world.clock.now().astimezone(JAPAN),
        total=sum(by_channel.values()),
        by_channel=by_channel,
        ended=ended,
        reservations=reservations,
    )


async def _described(body: CardRegistrationRequest, world: World) -> UUID:
    """Return the one person who is described; raises RequestInvalid."""
    async with world.database.transaction() as connection:
        finding = await find_person(connection, None, body.person.description() if body.person else None)
    if finding.person_id is None:
        raise RequestInvalid(
            [
                Violation(
                    "/person",
                    "unclear" if finding.is_unclear else "unknown",
                    "Nobody on record, or no single person, agrees in all four; reserve the registration instead "
                    "(POST /v1/card-registration-reservations).",
                    "4情報が一致する方が1名に定まりません。予約登録を利用してください。",
                )
            ]
        )
    return finding.person_id
