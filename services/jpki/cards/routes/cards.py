"""The card in the hand: made, and read."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import Response

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import making, reading
from services.jpki.cards.messages.cards import CardView, NewCard
from services.jpki.cards.routes.refusals import ALWAYS, WITH_BODY
from services.jpki.cards.routes.view import view_of
from shared.errors import AlreadyExists, MyNumberNotAccepted, ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


@router.post(
    "",
    summary="Make a card (カードの発行)",
    status_code=201,
    responses={
        200: {"model": CardView, "description": "The same request made this card before."},
        **refusals(*WITH_BODY, AlreadyExists, MyNumberNotAccepted),
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
    card, is_new = await making.make_card(world, authorities, body.order(), body.whose(), body.digest(), body.card_id)
    response.status_code = 201 if is_new else 200
    return await view_of(world, authorities, card)


@router.get("/{card_id}", summary="Read a card (カードの照会)", responses=refusals(*ALWAYS, ResourceNotFound))
async def read_card(card_id: Id, world: RequestWorld, authorities: RequestAuthorities) -> CardView:
    """Return the card: its certificate's names and days, its 失効状態, and where its 暗証番号 stands."""
    return await view_of(world, authorities, await reading.read_card(world, card_id))


@router.get(
    "/{card_id}/certificate",
    summary="Read a card's certificate (電子証明書の読み出し)",
    response_class=Response,
    responses={
        200: {
            "description": "The certificate as PEM.",
            "content": {"application/x-pem-file": {"schema": {"type": "string"}}},
        },
        **refusals(*ALWAYS, ResourceNotFound),
    },
)
async def read_certificate(card_id: Id, world: RequestWorld, authorities: RequestAuthorities) -> Response:
    """Return the 利用者証明用電子証明書 as PEM. A card gives it without PIN; it names nobody."""
    certificate = x509.load_der_x509_certificate(await reading.read_certificate(world, authorities, card_id))
    return Response(certificate.public_bytes(Encoding.PEM), media_type="application/x-pem-file")
