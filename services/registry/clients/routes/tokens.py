"""Access tokens, and the keys to verify them with."""

from datetime import timedelta
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Request, Response

from services.registry.clients.commands.secrets import SecretGuard
from services.registry.clients.commands.token_keys import TokenIssuance
from services.registry.clients.messages import TokenAnswer, TokenError, TokenKey, TokenKeys
from services.registry.clients.rules.token_requests import FORM, TokenRefused, decide_caller, read_token_request
from shared.errors import DATABASE_FAILURES, BodyTooLarge, TooManyGuesses
from shared.pki.tokens import Caller
from shared.published.trusted import read_token_keys
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(tags=["tokens"])
_LARGEST_FORM = 8 * 1024
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_FORM_FIELDS: dict[str, Any] = {
    "title": "TokenRequest",
    "description": "RFC 6749, 4.4.2.",
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"], "description": "The one grant there is."},
        "scope": {"type": "string", "description": "Scopes joined by blanks; left out: all that the role may have."},
        "institution": {
            "type": "string",
            "description": "医療機関コード: for which institution, where the client stands for several.",
        },
        "client_id": {"type": "string", "description": "Unless HTTP Basic is used."},
        "client_secret": {"type": "string", "description": "Unless HTTP Basic is used."},
    },
}


@router.post(
    "/v1/oauth/token",
    summary="Get an access token (アクセストークンの取得)",
    responses={
        200: {"model": TokenAnswer},
        400: {"model": TokenError, "description": "RFC 6749, 5.2: the request is not one that gets a token."},
        401: {
            "model": TokenError,
            "description": "RFC 6749, 5.2: `invalid_client`.",
            "headers": {
                "WWW-Authenticate": {
                    "description": "`Basic`, where the client authenticated by HTTP Basic.",
                    "schema": {"type": "string"},
                }
            },
        },
        **refusals(BodyTooLarge, TooManyGuesses, *DATABASE_FAILURES),
    },
    openapi_extra={"requestBody": {"required": True, "content": {FORM: {"schema": _FORM_FIELDS}}}},
)
async def get_token(
    request: Request,
    world: RequestWorld,
    tokens: Annotated[TokenIssuance, Depends(FromWorld(TokenIssuance))],
    guard: Annotated[SecretGuard, Depends(FromWorld(SecretGuard))],
) -> Response:
    """OAuth 2.0 client credentials (RFC 6749, 4.4), the client authenticated by HTTP Basic or in the form.

    Errors have the form of RFC 6749, 5.2. After ten wrong secrets within a minute the client id gets no token for a
    while, whatever secret is sent (`too-many-guesses`, `Retry-After`).
    """
    try:
        caller = await _authenticated(request, world, guard, tokens.lifetime)
    except TokenRefused as refused:
        return _refusal(refused, request)
    answer = TokenAnswer(
        access_token=tokens.issuer.issue(caller, world.clock.now()),
        expires_in=int(tokens.lifetime.total_seconds()),
        scope=" ".join(sorted(caller.scopes)),
    )
    return Response(answer.model_dump_json(), media_type="application/json", headers=_NO_STORE)


@router.get(
    "/.well-known/jwks.json",
    summary="The keys that sign tokens (公開鍵)",
    responses=refusals(*DATABASE_FAILURES),
)
async def get_keys(world: RequestWorld) -> TokenKeys:
    """JSON Web Key Set (RFC 7517). Public."""
    async with world.database.transaction() as connection:
        keys = await read_token_keys(connection, world.clock.now())
    return TokenKeys(keys=[TokenKey.model_validate(key) for key in keys.values()])


async def _authenticated(request: Request, world: World, guard: SecretGuard, token_lifetime: timedelta) -> Caller:
    asked = read_token_request(
        request.headers.get("authorization"), request.scope["headers"], await _small_body_of(request)
    )
    client = await guard.client_of(asked)
    if client is None:
        raise TokenRefused("invalid_client", "The client is unknown or its secret is wrong.")
    expires_at = world.clock.now() + token_lifetime
    return decide_caller(asked, client, world.life, expires_at)


async def _small_body_of(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise BodyTooLarge
    return bytes(body)


def _refusal(refused: TokenRefused, request: Request) -> Response:
    is_client = refused.error == "invalid_client"
    headers = dict(_NO_STORE)
    if is_client and "authorization" in request.headers:
        # RFC 6749, 5.2: the way that the client tried. To others it would say that the form is not one, and a browser
        # would ask its user for a password.
        headers["WWW-Authenticate"] = 'Basic realm="onshi"'
    body = msgspec.json.encode({"error": refused.error, "error_description": refused.description})
    return Response(body, 401 if is_client else 400, media_type="application/json", headers=headers)
