"""The card made to sign."""

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import presenting
from services.jpki.cards.messages.presence import PresenceProofRequest, PresenceProofView
from services.jpki.cards.routes.refusals import WITH_BODY
from shared.errors import PinBlocked, PinWrong, ResourceNotFound, VerificationUnavailable
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


@router.post(
    "/{card_id}/presence-proofs",
    summary="Have the card sign a presence proof (カードによる署名)",
    responses=refusals(*WITH_BODY, ResourceNotFound, PinWrong, PinBlocked, VerificationUnavailable),
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
    return PresenceProofView(
        presence_proof=await presenting.prove_presence(world, authorities, card_id, claims, body.pin)
    )
