"""How a patient signs in with their card, and out again."""

from typing import Annotated

from fastapi import Depends

from services.consent.callers import NotKept
from services.consent.patients.commands.proofs import PORTAL_CODE
from services.consent.patients.commands.sessions import SignIn, end_session, open_session
from services.consent.patients.messages import (
    PortalChallenge,
    SessionOpened,
    SessionRequest,
)
from services.consent.patients.routes.signed_in import SignedIn
from shared.clock import JAPAN
from shared.errors import (
    DATABASE_FAILURES,
    CardNotRegistered,
    CardNotUsable,
    NonceExpired,
    NonceForeign,
    NonceUnknown,
    NonceUsed,
    ProofUnreadable,
    WorldMismatch,
)
from shared.pki.presence import PRESENCE_REFUSALS
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/me", tags=["me"], dependencies=[NotKept])
SigningIn = Annotated[SignIn, Depends(FromWorld(SignIn))]
_OWN = refusals(CardNotUsable)


@router.post("/challenges", summary="A nonce to sign in with (チャレンジの発行)")
async def issue_challenge(world: RequestWorld, signing_in: SigningIn) -> PortalChallenge:
    """Issue a nonce; no token is needed. The card signs it with aud `onshi-portal`."""
    now = world.clock.now()
    return PortalChallenge(
        nonce=signing_in.nonces.issue(PORTAL_CODE, now),
        institution=PORTAL_CODE,
        issued_at=now.astimezone(JAPAN),
        expires_at=(now + signing_in.nonces.lifetime).astimezone(JAPAN),
    )


@router.post(
    "/sessions",
    status_code=201,
    summary="Sign in with the card (ログイン)",
    responses=refusals(
        ProofUnreadable,
        NonceUnknown,
        WorldMismatch,
        NonceForeign,
        NonceExpired,
        NonceUsed,
        *PRESENCE_REFUSALS,
        CardNotRegistered,
        CardNotUsable,
        *DATABASE_FAILURES,
    ),
)
async def sign_in(body: SessionRequest, world: RequestWorld, signing_in: SigningIn) -> SessionOpened:
    """Open a session of ten minutes for the person whose card signed.

    Unlike at a reader, a certificate after its end opens nothing, and only a PIN or the phone's sensor counts.
    """
    opened = await open_session(world, signing_in, body.presence_proof)
    return SessionOpened(
        access_token=opened.token,
        expires_in=int(signing_in.session_lifetime.total_seconds()),
        person_id=opened.person_id,
    )


@router.delete("/sessions", status_code=204, summary="Sign out (ログアウト)", responses=_OWN)
async def sign_out(patient: SignedIn, world: RequestWorld) -> None:
    """End the session: its token opens nothing any more."""
    await end_session(world, patient)
