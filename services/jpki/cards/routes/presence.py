"""The card made to sign."""

from functools import partial

from services.jpki.authority.store import RequestAuthorities
from services.jpki.cards.commands import presenting
from services.jpki.cards.messages.presence import (
    PresenceProofRequest,
    PresenceProofView,
    VerificationRequest,
    VerificationView,
)
from services.jpki.cards.routes.refusals import WITH_BODY
from services.jpki.cards.rules.verification import VERIFICATION_LIFETIME
from shared.errors import (
    CardRemoved,
    FaceBlocked,
    FaceMismatch,
    PinBlocked,
    PinWrong,
    ResourceNotFound,
    VerificationUnavailable,
)
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


_UNVERIFIED = (PinWrong, PinBlocked, FaceMismatch, FaceBlocked, VerificationUnavailable)


@router.post(
    "/{card_id}/verifications",
    summary="Verify the holder (本人確認)",
    responses=refusals(*WITH_BODY, ResourceNotFound, *_UNVERIFIED),
)
async def verify_holder(
    card_id: Id, body: VerificationRequest, world: RequestWorld, authorities: RequestAuthorities
) -> VerificationView:
    """Verify the holder, and get the card's word for it, which is good for five minutes.

    So the page of a reader keeps no PIN (暗証番号) until the patient has answered all its questions: `presence-proofs`
    of the same card takes the `verification`. Ways and tries are those of `presence-proofs`; ten faces in a row that
    are not the holder's block the face (顔認証) until the desk's `pin-reset`.
    """
    at = world.clock.now()
    return VerificationView(
        verification=await presenting.verify_holder(world, authorities, card_id, body.shown(), at),
        expires_at=at + VERIFICATION_LIFETIME,
    )


@router.post(
    "/{card_id}/presence-proofs",
    summary="Have the card sign a presence proof (カードによる署名)",
    responses=refusals(*WITH_BODY, ResourceNotFound, *_UNVERIFIED, CardRemoved),
)
async def prove_presence(
    card_id: Id, body: PresenceProofRequest, world: RequestWorld, authorities: RequestAuthorities
) -> PresenceProofView:
    """Verify the holder and sign: 本人確認 at the reader (顔認証付きカードリーダー).

    A card takes its PIN (暗証番号), the face (顔認証) or the staff's eyes (目視); an Android phone its PIN; an iPhone
    `device_biometric`. A wrong PIN answers `pin-wrong` with the tries left, the third in a row `pin-blocked`, as does
    every one after it; the right one gives back all three tries. A `verification` of the same card stands for the
    way. A revoked or expired card signs too: it does not know, and the check refuses it. A trick that waits on the card
    is played by this, and is gone.
    """
    at = world.clock.now()
    return PresenceProofView(
        presence_proof=await presenting.prove_presence(
            world, authorities, card_id, body.holder(), partial(body.claims, at), at, body.certificate
        )
    )
