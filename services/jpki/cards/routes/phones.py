"""A phone made from the card in the hand."""

from fastapi import Request, Response

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import phones
from services.jpki.cards.messages.cards import CardView
from services.jpki.cards.messages.phones import NewPhone
from services.jpki.cards.routes.refusals import WITH_BODY
from services.jpki.cards.routes.view import view_of
from shared.errors import (
    AlreadyExists,
    CertificateExpired,
    CertificateRevoked,
    ResourceNotFound,
    VerificationUnavailable,
)
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


@router.post(
    "/{card_id}/phones",
    summary="Make a phone from the card (スマホ用電子証明書の発行)",
    status_code=201,
    responses={
        200: {"model": CardView, "description": "The same request made this phone before."},
        **refusals(
            *WITH_BODY, ResourceNotFound, AlreadyExists, CertificateExpired, CertificateRevoked, VerificationUnavailable
        ),
    },
)
async def make_phone(
    request: Request,
    card_id: Id,
    body: NewPhone,
    response: Response,
    world: RequestWorld,
    authorities: RequestAuthorities,
) -> CardView:
    """Put a certificate of its own into the holder's phone (スマホ用電子証明書).

    It is the same person's, is registered where the card is before this is answered (within three seconds), and ends
    with the card's certificate; in the grace after that end (有効期限後3か月) the card works and the phone does not. A
    holder has one phone: the one before is revoked, as it is when the card is. After the card's renewal a
    phone is applied for anew. A 顔認証マイナンバーカード can have none.
    """
    with out_of_turn(request.scope):
        phone, is_new = await phones.make_phone(
            world, authorities, card_id, body.order(), body.digest(card_id), body.card_id
        )
    response.status_code = 201 if is_new else 200
    return await view_of(world, authorities, phone)
