"""What the authority publishes of itself: its roots."""

from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import Response

from services.jpki.authority.store import RequestAuthorities
from shared.errors import (
    DATABASE_FAILURES,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["authority"])
KIND = "authentication"
"""The one kind of authority that is simulated; there is none for signatures (署名用)."""
BINARY = {"schema": {"type": "string", "format": "binary"}}
"""How the document shows bytes."""


@router.get(
    "/ca/{kind}/roots.pem",
    summary="The roots to trust (ルート証明書)",
    response_class=Response,
    responses={
        200: {
            "description": "All generations as PEM, the oldest first.",
            "content": {"application/x-pem-file": {"schema": {"type": "string"}}},
        },
        **refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
    },
)
async def read_roots(kind: str, authorities: RequestAuthorities) -> Response:
    """Return the roots (認証局の自己署名証明書) of `authentication` (利用者証明用).

    Three generations under one name, the oldest expired: pick by key identifier. They are made anew with every
    world, so that nobody trusts them by accident.
    """
    require_kind(kind)
    roots = (await authorities.all()).values()
    return Response(
        b"".join(root.certificate.public_bytes(Encoding.PEM) for root in roots),
        media_type="application/x-pem-file",
    )


def require_kind(kind: str) -> None:
    """Raise ResourceNotFound for a kind of authority that is not simulated."""
    if kind != KIND:
        raise ResourceNotFound
