"""How the OpenAPI document shows ``POST /v1/checks``, which bare ASGI answers (endpoint.py)."""

from fastapi import APIRouter
from starlette.routing import BaseRoute

from services.eligibility.endpoint import CHECK_PATH
from services.eligibility.messages import CheckAnswer, CheckRequest
from shared import errors
from shared.web.responses import refusals

_REFUSALS = (
    errors.TokenMissing,
    errors.TokenInvalid,
    errors.TokenExpired,
    errors.RoleNotAllowed,
    errors.ScopeMissing,
    errors.WorldMismatch,
    errors.BodyUnreadable,
    errors.BodyTooLarge,
    errors.RequestInvalid,
    errors.MyNumberNotAccepted,
    errors.ProofUnreadable,
    errors.NonceUnknown,
    errors.NonceExpired,
    errors.NonceForeign,
    errors.NonceUsed,
    errors.ProofMismatch,
    errors.CertificateNotYetValid,
    errors.CertificateExpired,
    errors.CertificateUntrusted,
    errors.CertificateWrongKind,
    errors.SignatureInvalid,
    errors.CertificateRevoked,
    errors.CertificateStatusUnknown,
    errors.CardNotRegistered,
    errors.CardNotUsable,
    errors.TooManyMisses,
    errors.Overloaded,
    errors.DatabaseUnavailable,
)


def described_routes() -> list[BaseRoute]:
    """Return the check as a route for the document."""
    described = APIRouter()
    described.add_api_route(
        CHECK_PATH,
        _check,
        methods=["POST"],
        tags=["check"],
        summary="One eligibility check (資格確認)",
        response_description="The answer. 資格無効, 該当資格なし and a refused purpose are answers too.",
        responses=refusals(*_REFUSALS),
    )
    return list(described.routes)


async def _check(body: CheckRequest) -> CheckAnswer:
    """Check one person's eligibility.

    By card: the card signs a nonce into `presence_proof`; the signed purpose counts. By identifiers: `insured` with
    `purpose`. Every answer and every refusal after authentication carries a fresh nonce in `Replay-Nonce`. A nonce is
    spent whatever the verification says. The record of the check is durable before the answer leaves.
    """
    raise NotImplementedError
