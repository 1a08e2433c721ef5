"""Card registrations (初回登録)."""

from fastapi import Response

from services.registry.callers import CardReader, CardRegistrar, Operator
from services.registry.cards.commands.lookup import look_up_card
from services.registry.cards.commands.proofs import verify_registration_proof
from services.registry.cards.commands.registrations import end_card_registration, register_card, renew_card_registration
from services.registry.cards.messages.registrations import (
    CardLookup,
    CardLookupAnswer,
    CardRegistrationEnd,
    CardRegistrationRequest,
    CardRegistrationShown,
    CertificateNamed,
)
from services.registry.cards.routes.presented_cards import (
    RegistrationRoots,
    may_see_person,
    presented_card,
    said_by,
)
from services.registry.cards.store.registrations import (
    CardRegistration,
    EndReason,
    read_card_registration_by_id,
    read_earlier,
)
from services.registry.created import CREATED, already_there, set_status
from services.registry.questions.routes import RequestBudget, asker_of
from services.registry.recording import Author
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    CardNotUsable,
    MyNumberNotAccepted,
    NonceUsed,
    Overloaded,
    ProofUnreadable,
    RequestInvalid,
    ResourceNotFound,
    TooManyMisses,
)
from shared.pki.presence import PRESENCE_REFUSALS
from shared.pki.tokens import Caller
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(tags=["cards"])

PROOF_REFUSALS = (ProofUnreadable, *PRESENCE_REFUSALS, NonceUsed)


@router.post(
    "/v1/card-registrations",
    summary="Register a card for insurance use (初回登録)",
    status_code=CREATED,
    responses={
        **already_there(CardRegistrationShown),
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
async def register(
    body: CardRegistrationRequest,
    caller: CardRegistrar,
    world: RequestWorld,
    roots: RegistrationRoots,
    budget: RequestBudget,
    response: Response,
) -> CardRegistrationShown:
    """Link a certificate (its authority and serial number together) to the person whose card J-LIS says it is.

    The card proves that it is there (`presence_proof`, `aud` onshi-registration, at most five minutes old, counts
    once), and the proof suffices; an operator may name the certificate instead. Whom the caller names or describes is
    compared. J-LIS knows the holder by an opaque key, or by four attributes, which must fit one person who has never
    registered a card. What does not fit is `card-not-usable`, recorded, and spends the proof. An earlier registration
    of the same person stays as it is, and `earlier` says so. The same link again, through any channel, answers 200.
    Roles: reader, municipality, service (each at its own channel; a service is a portal), operator.
    """
    refuse_my_numbers(body)
    card = await presented_card(body, caller, world, roots)
    registered = await register_card(
        asker_of(caller, world, budget), card.certificate, said_by(body, caller), body.channel, card.proof
    )
    set_status(response, registered)
    return await _shown(registered.thing, caller, world)


@router.post(
    "/v1/card-registrations/lookup",
    summary="Is this card registered? (利用登録状況の照会)",
    responses=refusals(BodyUnreadable, RequestInvalid, *(each for each in PROOF_REFUSALS if each is not NonceUsed)),
)
async def look_up(
    body: CardLookup, caller: CardReader, world: RequestWorld, roots: RegistrationRoots, budget: RequestBudget
) -> CardLookupAnswer:
    """Tell whether the card in the hand is an insurance card already (初回登録), before its holder is asked.

    It tells nothing else, and is recorded. Role: reader.
    """
    async with world.database.transaction() as connection:
        proof = await verify_registration_proof(
            connection, roots, body.presence_proof, world.clock.now(), caller.role, caller.institution_code
        )
    found = await look_up_card(asker_of(caller, world, budget), proof)
    return CardLookupAnswer(is_registered=found)


@router.get(
    "/v1/card-registrations/{registration_id}",
    summary="One card registration (初回登録の照会)",
    responses=refusals(ResourceNotFound, RequestInvalid),
)
async def get_one(registration_id: Id, caller: Operator, world: RequestWorld) -> CardRegistrationShown:
    """Ended or not. Role: operator."""
    async with world.database.transaction() as connection:
        registration = await read_card_registration_by_id(connection, registration_id)
    if registration is None:
        raise ResourceNotFound
    return await _shown(registration, caller, world)


@router.post(
    "/v1/card-registrations/{registration_id}/end",
    summary="End a card registration (利用登録の解除)",
    responses=refusals(ResourceNotFound, BodyUnreadable, RequestInvalid),
)
async def end(
    registration_id: Id, body: CardRegistrationEnd, caller: Operator, world: RequestWorld
) -> CardRegistrationShown:
    """From now on the card is no insurance card; it may be registered anew. Again: nothing changes. Role: operator."""
    ended = await end_card_registration(Author(world, caller.client_id), registration_id, EndReason(body.reason))
    return await _shown(ended, caller, world)


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
    return await _shown(renewed.thing, caller, world)


async def _shown(registration: CardRegistration, caller: Caller, world: World) -> CardRegistrationShown:
    async with world.database.transaction() as connection:
        earlier = await read_earlier(connection, registration)
    return CardRegistrationShown.of(registration, earlier, shows_person=may_see_person(caller))
