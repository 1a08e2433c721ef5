"""The eligibility service's routes beside the check itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.eligibility.endpoint import EligibilityPorts
from services.eligibility.messages import Challenge
from shared.clock import JAPAN
from shared.domain.roles import AT_AN_INSTITUTION, Scope
from shared.errors import (
    RoleNotAllowed,
    ScopeMissing,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    WorldMismatch,
)
from shared.pki.tokens import Caller
from shared.web.callers import Requires
from shared.web.edge import WORLD_KEY
from shared.web.responses import refusals

router = APIRouter()
AnInstitution = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION))]


@router.post(
    "/v1/challenges",
    tags=["check"],
    summary="A fresh nonce for a card to sign (チャレンジの発行)",
    responses=refusals(TokenMissing, TokenInvalid, TokenExpired, WorldMismatch, RoleNotAllowed, ScopeMissing),
)
async def issue_challenge(request: Request, response: Response, caller: AnInstitution) -> Challenge:
    """Issue a nonce for the caller's institution.

    It is good for one check and for `expires_at - issued_at`. Every answer of `POST /v1/checks` carries the next one
    in `Replay-Nonce`, so this is needed only to begin with.
    """
    ports: EligibilityPorts = request.app.state.worlds.named(request.scope[WORLD_KEY])
    if caller.institution_code is None:
        raise RoleNotAllowed
    now = ports.world.clock.now()
    nonces = ports.check.nonces
    response.headers["Cache-Control"] = "no-store"
    return Challenge(
        nonce=nonces.issue(caller.institution_code, now),
        issued_at=now.astimezone(JAPAN),
        expires_at=(now + nonces.lifetime).astimezone(JAPAN),
    )
