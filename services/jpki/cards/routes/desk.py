"""The municipal desk and J-LIS: a PIN reset, a certificate revoked."""

from typing import Annotated

from fastapi import Header, Request

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import desk, renewal
from services.jpki.cards.messages.cards import CardView
from services.jpki.cards.messages.desk import PinReset, RevocationRequest
from services.jpki.cards.routes.refusals import ALWAYS, WITH_BODY
from services.jpki.cards.routes.view import view_of
from shared.errors import (
    AlreadyExists,
    CertificateRevoked,
    MyNumberNotAccepted,
    ResourceNotFound,
    VerificationUnavailable,
)
from shared.web.from_world import RequestWorld
from shared.web.idempotency_key import HEADER, key_in
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn

router = StrictRouter(prefix="/v1/cards", tags=["cards"])
_RenewalKey = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="With the same key a card is renewed once, and the answer is the card as it is then (冪等キー): "
        "1 to 100 characters; quoted or not, it is the same key.",
        examples=["01JD2R8V6X6Q6W3N5C4T7B9K1M"],
    ),
]


@router.post(
    "/{card_id}/pin-reset",
    summary="Reset the PIN (暗証番号の再設定)",
    responses=refusals(*WITH_BODY, ResourceNotFound, VerificationUnavailable),
)
async def reset_pin(card_id: Id, body: PinReset, world: RequestWorld, authorities: RequestAuthorities) -> CardView:
    """Set a new PIN and give back all tries, as the municipal desk does (暗証番号の再設定・ロック解除).

    Three of the PIN, ten of the face (顔認証). A 顔認証マイナンバーカード has no PIN to set: leave it out.
    """
    return await view_of(world, authorities, await desk.reset_pin(world, card_id, body.pin))


@router.post(
    "/{card_id}/renewal",
    summary="Renew the certificate (電子証明書の更新)",
    responses=refusals(*ALWAYS, ResourceNotFound, MyNumberNotAccepted, CertificateRevoked, VerificationUnavailable),
)
async def renew(
    request: Request, card_id: Id, world: RequestWorld, authorities: RequestAuthorities, _: _RenewalKey = None
) -> CardView:
    """Put a new certificate on the card, with a new key and a new serial number (発行の番号), for five birthdays more.

    Possible from three months before the end of the old one (有効期限の3か月前), and after it. The old one is revoked
    as `superseded`. J-LIS tells which serial number has followed which, so the person stays registered (利用登録): the
    answer waits for it, three seconds at most. The phone's certificate ends: it is applied for anew.
    """
    key = key_in(request.scope["headers"])
    with out_of_turn(request.scope):
        renewed = await renewal.renew(world, authorities, card_id, key)
    return await view_of(world, authorities, renewed)


@router.post(
    "/{card_id}/revocation",
    summary="Revoke the certificate (電子証明書の失効)",
    responses=refusals(*WITH_BODY, ResourceNotFound, AlreadyExists),
)
async def revoke(
    card_id: Id, body: RevocationRequest, world: RequestWorld, authorities: RequestAuthorities
) -> CardView:
    """Revoke the certificate (失効): from now on the CRL and OCSP say so, with the reason.

    For ever: a hold (一時停止) is never lifted either. The same reason again changes nothing; another one is refused.
    """
    return await view_of(world, authorities, await desk.revoke(world, card_id, body.reason))
