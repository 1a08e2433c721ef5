"""Who may call what, over all services: nothing is public by accident, and no scope is granted for nothing."""

from collections.abc import Iterator
from importlib import import_module

from fastapi.openapi.utils import get_openapi

from shared.domain.roles import GRANTABLE, Role, Scope
from shared.settings import SERVICES, Settings
from shared.web.callers import ROLES_MEMBER, SCOPE_MEMBER
from shared.web.document import OPERATION_TAG, operations

Asked = list[tuple[str, list[str]]]
"""The scope and the roles (none: any) of each thing that an operation asks of its caller."""
PUBLIC = {
    # Where tokens come from, and what verifies them.
    "POST registry /v1/oauth/token",
    "GET registry /.well-known/jwks.json",
    # The pinned roots of the simulated J-LIS.
    "GET registry /v1/trust-roots",
    "GET registry /v1/accepted-algorithms",
    # Signed, about nobody, and worth most in many hands.
    "GET eligibility /v1/checkpoints",
    "GET eligibility /v1/retention-marks",
    # The card in the hand and the authority behind it: a simulator, and nothing else.
    # The machine on the counter; simulator only.
    "POST reader /v1/readers/{reader}/visits",
    "GET jpki /ca/{kind}/roots.pem",
    "GET jpki /ca/{kind}/{generation}.crl",
    "GET jpki /ocsp/{question}",
    "POST jpki /ocsp",
    "POST jpki /v1/cards",
    "GET jpki /v1/cards/{card_id}",
    "GET jpki /v1/cards/{card_id}/certificate",
    "POST jpki /v1/cards/{card_id}/presence-proofs",
    "POST jpki /v1/cards/{card_id}/revocation",
    "POST jpki /v1/cards/{card_id}/pin-reset",
    "POST jpki /v1/cards/{card_id}/verifications",
    "POST jpki /v1/cards/{card_id}/phones",
    "POST jpki /v1/cards/{card_id}/renewal",
    "GET jpki /v1/cards/{card_id}/tricks",
    "POST jpki /v1/cards/{card_id}/tricks",
    "DELETE jpki /v1/cards/{card_id}/tricks",
    "GET jpki /ca/{kind}/links.pem",
    "GET jpki /ca/{kind}/generations",
    "PUT jpki /ca/{kind}/generations/{generation}",
    # Whoever signs in with a card has no token yet.
    "POST consent /v1/me/challenges",
    "POST consent /v1/me/sessions",
}
UNUSED: dict[Role, set[Scope]] = {}
"""Scopes that a role can ask for and that open nothing yet."""


def asked_by_operations() -> Iterator[tuple[str, Asked]]:
    for service in SERVICES:
        app = import_module(f"services.{service}.app").create_app(Settings())
        raw = get_openapi(title="", version="1", routes=[*app.described_routes(), *app.routes])
        schemes = raw.get("components", {}).get("securitySchemes", {})
        for (method, path), operation in operations(raw):
            if operation["tags"] != [OPERATION_TAG]:
                names = [name for requirement in operation.get("security", []) for name in requirement]
                asked = [(schemes[name][SCOPE_MEMBER], schemes[name][ROLES_MEMBER]) for name in names]
                yield f"{method} {service} {path}", asked


def test_what_needs_no_token_is_meant_to() -> None:
    assert {name for name, asked in asked_by_operations() if not asked} == PUBLIC


def test_every_scope_that_a_role_can_have_opens_something() -> None:
    asked = [each for _, needed in asked_by_operations() for each in needed]
    unused = {
        role: {
            scope
            for scope in scopes
            if not any(wanted == scope and (role in roles or not roles) for wanted, roles in asked)
        }
        for role, scopes in GRANTABLE.items()
    }

    assert {role: scopes for role, scopes in unused.items() if scopes} == UNUSED
