"""Tricks that the card in the hand plays."""

from services.jpki.cards.commands import tricks
from services.jpki.cards.messages.tricks import NewTrick, TrickList, trick_list
from services.jpki.cards.routes.refusals import ALWAYS, WITH_BODY
from shared.errors import ResourceNotFound
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/cards", tags=["cards"])


@router.post(
    "/{card_id}/tricks",
    summary="Let the card play a trick (不正な署名の予約)",
    status_code=201,
    responses=refusals(*WITH_BODY, ResourceNotFound),
)
async def set_trick(card_id: Id, body: NewTrick, world: RequestWorld) -> TrickList:
    """Let the card's next presence proof be odd, once: signed by another key, revoked just now, expired.

    Whoever asks the card next gets it, with the holder verified as ever: so a reader or a receipt system meets a bad
    card without knowing. `card-pulled-out` answers `card-removed` in place of a proof; `revoked-just-now` revokes the
    certificate for ever (keyCompromise) and signs, so that the check refuses as soon as the registry has the list. Any
    id of an odd proof that a card can make is a trick too (docs/odd-proofs.md; `GET /odd-proofs` on the control port).
    Several wait in the order in which they were set; answered are all that wait.
    """
    return trick_list(await tricks.set_trick(world, card_id, body.trick))


@router.get(
    "/{card_id}/tricks", summary="Which tricks wait (予約の照会)", responses=refusals(*ALWAYS, ResourceNotFound)
)
async def read_tricks(card_id: Id, world: RequestWorld) -> TrickList:
    """Return the tricks that wait on the card, the next one first; one that was played is gone."""
    return trick_list(await tricks.tricks_of(world, card_id))


@router.delete(
    "/{card_id}/tricks",
    summary="Forget the tricks (予約の取消)",
    status_code=204,
    responses=refusals(*ALWAYS, ResourceNotFound),
)
async def forget_tricks(card_id: Id, world: RequestWorld) -> None:
    """Forget all tricks that wait: the card signs as it should."""
    await tricks.forget(world, card_id)
