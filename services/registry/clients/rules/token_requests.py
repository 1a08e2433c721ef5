"""The token request (RFC 6749, 4.4 client credentials) read, and decided: pure.

Refusals have the form of RFC 6749, 5.2, which every OAuth client understands, and not that of our problems.
"""

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qs, unquote_plus

from services.registry.clients.rules.clients import Client
from shared.domain.identifiers import InstitutionCode, InvalidIdentifier, parse_institution_code
from shared.domain.roles import AT_AN_INSTITUTION, GRANTABLE
from shared.domain.world_life import WorldLife
from shared.errors import ServiceError
from shared.pki.tokens import Caller
from shared.web.media_types import Headers, must_be, must_not_be_encoded

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 32
_BASIC = "basic "

ErrorCode = Literal[
    "invalid_request", "invalid_client", "invalid_scope", "unauthorized_client", "unsupported_grant_type"
]


class TokenRefused(Exception):
    """No token is given; ``description`` is ASCII, as the RFC wants it, and quotes nothing."""

    def __init__(self, error: ErrorCode, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What a client asks for."""

    client_id: str
    secrets: tuple[str, ...] = field(repr=False)
    """What may be meant as the secret: Basic has it form-encoded, and many clients forget that."""
    grant_type: str | None
    scopes: frozenset[str]
    institution: str | None


def read_token_request(authorization: str | None, headers: Headers, body: bytes) -> TokenRequest:
    """Read a token request; raises TokenRefused (invalid_request, invalid_client)."""
    form = _read_form(headers, body)
    if authorization is not None:
        client_id, secrets = _read_basic(authorization)
        if "client_secret" in form or form.get("client_id", client_id) != client_id:
            raise TokenRefused("invalid_request", "Authenticate by HTTP Basic or by the form, not by both.")
    else:
        client_id, secrets = form.get("client_id", ""), (form.get("client_secret", ""),)
        if not client_id or not secrets[0]:
            raise TokenRefused(
                "invalid_client", "No client credentials: use HTTP Basic or client_id and client_secret."
            )
    if not client_id.isprintable():
        raise TokenRefused("invalid_client", "client_id holds what no client's has.")
    return TokenRequest(
        client_id=client_id,
        secrets=secrets,
        grant_type=form.get("grant_type"),
        scopes=frozenset(form.get("scope", "").split()),
        institution=form.get("institution"),
    )


def decide_caller(request: TokenRequest, client: Client, life: WorldLife, expires_at: datetime) -> Caller:
    """Return for whom the token of an authenticated client stands.

    Raises TokenRefused (invalid_request, invalid_scope, unauthorized_client, unsupported_grant_type).
    """
    if request.grant_type is None:
        raise TokenRefused("invalid_request", "grant_type is missing.")
    if request.grant_type != "client_credentials":
        raise TokenRefused("unsupported_grant_type", "Only client_credentials is supported.")
    grantable = GRANTABLE[client.role]
    if not request.scopes <= grantable:
        raise TokenRefused("invalid_scope", "A scope is unknown, or this client's role is not granted it.")
    return Caller(
        client_id=client.client_id,
        role=client.role,
        scopes=request.scopes or frozenset(grantable),
        world=life.world,
        generation=life.generation,
        expires_at=expires_at,
        institution_code=_institution_of(request, client),
        insurer_number=client.insurer_number,
    )


def _institution_of(request: TokenRequest, client: Client) -> InstitutionCode | None:
    if request.institution is None:
        if client.role not in AT_AN_INSTITUTION:
            return None
        if len(client.institution_codes) != 1:
            raise TokenRefused(
                "invalid_request", "This client stands for several institutions: name one (institution=)."
            )
        return client.institution_codes[0]
    try:
        named = parse_institution_code(request.institution)
    except InvalidIdentifier as error:
        raise TokenRefused("invalid_request", "institution must be a 10-digit code.") from error
    if named not in client.institution_codes:
        raise TokenRefused("unauthorized_client", "This client does not stand for that institution.")
    return named


def _read_form(headers: Headers, body: bytes) -> dict[str, str]:
    try:
        must_not_be_encoded(headers)
        must_be(FORM, headers)
    except ServiceError as unsupported:
        raise TokenRefused("invalid_request", unsupported.detail) from unsupported
    try:
        # One "&" too many, at the end or between, says nothing (WHATWG URL, 5.1).
        pairs = "&".join(pair for pair in body.decode("ascii").split("&") if pair)
        fields = (
            parse_qs(pairs, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS)
            if pairs
            else {}
        )
    except ValueError as error:
        raise TokenRefused("invalid_request", "The form cannot be read: name=value, percent-encoded UTF-8.") from error
    if any(len(values) > 1 for values in fields.values()):
        raise TokenRefused("invalid_request", "A field stands in the form twice.")
    # RFC 6749, 3.2: what is sent without a value counts as left out.
    return {name: values[0] for name, values in fields.items() if values[0]}


def _read_basic(authorization: str) -> tuple[str, tuple[str, ...]]:
    try:
        pair = b64decode(authorization[len(_BASIC) :].strip(), validate=True).decode()
    except ValueError:
        pair = ""
    client_id, separator, secret = pair.partition(":")
    if authorization[: len(_BASIC)].lower() != _BASIC or not separator:
        raise TokenRefused("invalid_client", "The Authorization header is not HTTP Basic.")
    return unquote_plus(client_id), (secret, unquote_plus(secret))
