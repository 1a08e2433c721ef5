"""How the OpenAPI document shows ``POST /v1/checks``, which bare ASGI answers (endpoint.py)."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.routing import BaseRoute

from services.eligibility.bulk.routes import BULK_PATH
from services.eligibility.checks.messages.checks import CheckAnswer, CheckRequest
from services.eligibility.faces.rest.bodies import CHECK_PATH, OPERATION
from services.eligibility.faces.rest.examples import answer_examples, request_examples
from shared import errors
from shared.domain.roles import Scope
from shared.pki.presence import PRESENCE_REFUSALS
from shared.web.callers import Requires
from shared.web.document import WholeExamples, example
from shared.web.example_values import example_values
from shared.web.exempt_references import NOTICE_DOCUMENT
from shared.web.idempotency_key import IdempotencyKey
from shared.web.placeholders import PLACEHOLDERS
from shared.web.responses import refusals

_REFERENCES = "/v1/reference-numbers"
Responses = dict[int | str, dict[str, Any]]
_REFUSALS = (
    errors.TokenMissing,
    errors.TokenInvalid,
    errors.TokenExpired,
    errors.RoleNotAllowed,
    errors.ScopeMissing,
    errors.WorldMismatch,
    errors.ClientCertificateMismatch,
    errors.BodyUnreadable,
    errors.BodyTooLarge,
    errors.MediaTypeUnsupported,
    errors.ContentEncodingUnsupported,
    errors.RequestInvalid,
    errors.MyNumberNotAccepted,
    errors.IdempotencyKeyReused,
    errors.ProofUnreadable,
    errors.NonceUnknown,
    errors.NonceExpired,
    errors.NonceForeign,
    errors.NonceUsed,
    *PRESENCE_REFUSALS,
    errors.CardNotRegistered,
    errors.CardNotUsable,
    errors.TooManyMisses,
    errors.Overloaded,
    *errors.DATABASE_FAILURES,
)
_BEFORE_AUTHORISATION = (401, 403)
_REPLAY_NONCE = {
    "description": "A fresh nonce for the next check by card; a client that stands for no institution gets none.",
    "schema": {"type": "string"},
}


def described_routes() -> list[BaseRoute]:
    """Return the check as a route for the document."""
    described = APIRouter()
    described.add_api_route(
        CHECK_PATH,
        _check,
        methods=["POST"],
        tags=["check"],
        operation_id=OPERATION,
        summary="One eligibility check (資格確認)",
        response_description="The answer. 資格無効, 該当資格なし and a refused purpose are answers too.",
        dependencies=[Depends(Requires(Scope.CHECK))],
        responses=_with_replay_nonce({200: {"headers": dict(NOTICE_DOCUMENT)}, **refusals(*_REFUSALS)}),
    )
    return list(described.routes)


def _with_replay_nonce(responses: Responses) -> Responses:
    """Show the header that comes with everything after authentication."""
    for status, response in responses.items():
        if status not in _BEFORE_AUTHORISATION:
            response["headers"] = {**response.get("headers", {}), "Replay-Nonce": _REPLAY_NONCE}
    return responses


def whole_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return bodies of the check, and what is answered to them."""
    number = example_values()["reference_number"]
    insured = request_examples()["insured"]["value"]["insured"]
    reception = {"reception_number": PLACEHOLDERS["reception_number"].example}
    return {
        ("POST", CHECK_PATH): WholeExamples(request_examples(), answer_examples()),
        ("POST", BULK_PATH): example(
            {"items": [{"item_reference": "yoyaku-0042", "insured": insured}], "client_reference": "yoyaku-2026-11-20"}
        ),
        ("GET", f"{BULK_PATH}/{{reception_number}}"): WholeExamples(parameters=reception),
        ("DELETE", f"{BULK_PATH}/{{reception_number}}"): WholeExamples(parameters=reception),
        ("PUT", _REFERENCES): example({"reference_number": number, "insured": insured}),
        ("POST", f"{_REFERENCES}/bulk"): example(
            {"items": [{"reference_number": "000124", "check_id": PLACEHOLDERS["check_id"].example}]}
        ),
        ("GET", "/v1/medical-records/{check_id}/{kind}"): WholeExamples(
            parameters={"check_id": PLACEHOLDERS["card_check_id"].example, "kind": "medication"}
        ),
    }


async def _check(body: CheckRequest, idempotency_key: IdempotencyKey = None) -> CheckAnswer:
    """Check one person's eligibility.

    By card: the card signs a nonce into `presence_proof`; the signed purpose counts. By identifiers: `insured` with
    `purpose`. Every answer and every refusal after authentication carries a fresh nonce in `Replay-Nonce`. A nonce is
    spent whatever the verification says. The record of the check is durable before the answer leaves.
    """
    raise NotImplementedError
