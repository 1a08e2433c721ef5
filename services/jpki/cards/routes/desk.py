"""The municipal desk and J-LIS: a PIN reset, a certificate revoked."""

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import desk
from services.jpki.cards.messages.cards import CardView
from services.jpki.cards.messages.desk import PinReset, RevocationRequest
from services.jpki.cards.routes.refusals import WITH_BODY
from services.jpki.cards.routes.view import view_of
from shared.errors import AlreadyExists, ResourceNotFound, VerificationUnavailable
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


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
