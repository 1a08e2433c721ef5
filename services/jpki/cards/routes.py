"""The card in the hand: made, read, made to sign, its PIN reset, its certificate revoked."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import Response

from services.jpki.authority.store import Authorities, RequestAuthorities
from services.jpki.cards import commands as cards
from services.jpki.cards.messages import (
    CardView,
    NewCard,
    PinReset,
    PresenceProofRequest,
    PresenceProofView,
    RevocationRequest,
    card_view,
)
from services.jpki.cards.rules.card import Card
from shared.errors import (
    DATABASE_FAILURES,
    AlreadyExists,
    BodyTooLarge,
    BodyUnreadable,
    MyNumberNotAccepted,
    PinBlocked,
    PinWrong,
    RequestInvalid,
    ResourceNotFound,
    VerificationUnavailable,
    WorldUnknown,
)
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])
_ALWAYS = (RequestInvalid, WorldUnknown, *DATABASE_FAILURES)
_WITH_BODY = (*_ALWAYS, BodyUnreadable, BodyTooLarge)


@router.post(
    "",
    summary="Make a card (カードの発行)",
    status_code=201,
    responses={
        200: {"model": CardView, "description": "The same request made this card before."},
        **refusals(*_WITH_BODY, AlreadyExists, MyNumberNotAccepted),
    },
)
async def make_card(
    body: NewCard, response: Response, world: RequestWorld, authorities: RequestAuthorities
) -> CardView:
    """Hand out a マイナンバーカード, or a phone (スマホ用電子証明書), with a 利用者証明用電子証明書.

    The certificate's serial (発行の番号) is allotted now, in order of creation; its key is made when the card first
    signs. The newest generation of the authority in force on `issued_on` issues it. It ends with the holder's 5th
    birthday after issue, the card's own end or the authority's, whichever comes first. Choose a `card_id` to be
    able to repeat the request. No two cards are one person's unless `same_holder_as` says so.
    """
    refuse_my_numbers(body)
    card, is_new = await cards.make_card(world, authorities, body.order(), body.whose(), body.digest(), body.card_id)
    response.status_code = 201 if is_new else 200
    return await _view(authorities, card)


@router.get("/{card_id}", summary="Read a card (カードの照会)", responses=refusals(*_ALWAYS, ResourceNotFound))
async def read_card(card_id: Id, world: RequestWorld, authorities: RequestAuthorities) -> CardView:
    """Return the card: its certificate's names and days, its 失効状態, and where its 暗証番号 stands."""
    return await _view(authorities, await cards.read_card(world, card_id))


@router.get(
    "/{card_id}/certificate",
    summary="Read a card's certificate (電子証明書の読み出し)",
    response_class=Response,
    responses={
        200: {
            "description": "The certificate as PEM.",
            "content": {"application/x-pem-file": {"schema": {"type": "string"}}},
        },
        **refusals(*_ALWAYS, ResourceNotFound),
    },
)
async def read_certificate(card_id: Id, world: RequestWorld, authorities: RequestAuthorities) -> Response:
    """Return the 利用者証明用電子証明書 as PEM. A card gives it without PIN; it names nobody."""
    certificate = x509.load_der_x509_certificate(await cards.read_certificate(world, authorities, card_id))
    return Response(certificate.public_bytes(Encoding.PEM), media_type="application/x-pem-file")


@router.post(
    "/{card_id}/presence-proofs",
    summary="Have the card sign a presence proof (カードによる署名)",
    responses=refusals(*_WITH_BODY, ResourceNotFound, PinWrong, PinBlocked, VerificationUnavailable),
)
async def prove_presence(
    card_id: Id, body: PresenceProofRequest, world: RequestWorld, authorities: RequestAuthorities
) -> PresenceProofView:
    """Verify the holder and sign: 本人確認 at the reader (顔認証付きカードリーダー).

    A card takes its PIN (暗証番号), the face (顔認証) or the staff's eyes (目視); an Android phone its PIN; an iPhone
    `device_biometric`. A wrong PIN answers `pin-wrong` with the tries left, the third in a row `pin-blocked`, as does
    every one after it; the right one gives back all three tries. A revoked or expired card signs too: it does not
    know, and the check refuses it.
    """
    claims = body.claims(world.clock.now())
    return PresenceProofView(presence_proof=await cards.prove_presence(world, authorities, card_id, claims, body.pin))


@router.post(
    "/{card_id}/pin-reset",
    summary="Reset the PIN (暗証番号の再設定)",
    responses=refusals(*_WITH_BODY, ResourceNotFound, VerificationUnavailable),
)
async def reset_pin(card_id: Id, body: PinReset, world: RequestWorld, authorities: RequestAuthorities) -> CardView:
    """Set a new PIN and give back three tries, as the municipal desk does (暗証番号の再設定・ロック解除)."""
    return await _view(authorities, await cards.reset_pin(world, card_id, body.pin))


@router.post(
    "/{card_id}/revocation",
    summary="Revoke the certificate (電子証明書の失効)",
    responses=refusals(*_WITH_BODY, ResourceNotFound, AlreadyExists),
)
async def revoke(
    card_id: Id, body: RevocationRequest, world: RequestWorld, authorities: RequestAuthorities
) -> CardView:
    """Revoke the certificate (失効): from now on the CRL and OCSP say so, with the reason.

    For ever: a hold (一時停止) is never lifted either. The same reason again changes nothing; another one is refused.
    """
    return await _view(authorities, await cards.revoke(world, card_id, body.reason))


async def _view(authorities: Authorities, card: Card) -> CardView:
    return card_view(card, (await authorities.all())[card.generation])
