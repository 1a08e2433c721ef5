"""What the authority publishes of itself: its roots."""

from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import Response

from services.jpki.authority.rules.profile import CaKind
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
    """Return the roots (認証局の自己署名証明書) of `authentication` (利用者証明用) or `signature` (署名用).

    Three generations under one name, the oldest expired: pick by key identifier. They are made anew with every
    world, so that nobody trusts them by accident.
    """
    roots = (await authorities.of(ca_kind(kind))).values()
    return Response(
        b"".join(root.certificate.public_bytes(Encoding.PEM) for root in roots),
        media_type="application/x-pem-file",
    )


def ca_kind(kind: str) -> CaKind:
    """Return which authority is meant; raises ResourceNotFound for one that there is not."""
    try:
        return CaKind(kind)
    except ValueError:
        raise ResourceNotFound from None
