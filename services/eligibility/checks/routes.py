"""The eligibility service's routes beside the check itself."""

from typing import Annotated

from fastapi import Depends, Response

from services.eligibility.callers import AnInstitution, institution_of
from services.eligibility.checks.messages.checks import Challenge
from shared.clock import JAPAN
from shared.pki.nonce import NonceMint
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.strict_routes import StrictRouter

router = StrictRouter()


@router.post(
    "/v1/challenges",
    tags=["check"],
    summary="A fresh nonce for a card to sign (チャレンジの発行)",
)
async def issue_challenge(
    response: Response,
    caller: AnInstitution,
    world: RequestWorld,
    nonces: Annotated[NonceMint, Depends(FromWorld(NonceMint))],
) -> Challenge:
    """Issue a nonce for the caller's institution.

    It is good for one check and for `expires_at - issued_at`. Every answer of `POST /v1/checks` carries the next one
    in `Replay-Nonce`, so this is needed only to begin with.
    """
    now = world.clock.now()
    response.headers["Cache-Control"] = "no-store"
    return Challenge(
        nonce=nonces.issue(institution_of(caller), now),
        issued_at=now.astimezone(JAPAN),
        expires_at=(now + nonces.lifetime).astimezone(JAPAN),
    )
