"""What the authority publishes of itself: its roots."""

from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import Response

from services.jpki.authority.messages import GenerationShown, NewGeneration
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import RequestAuthorities
from shared.errors import (
    DATABASE_FAILURES,
    AlreadyExists,
    BodyTooLarge,
    BodyUnreadable,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.entity_tags import IfNoneMatch
from shared.web.paging import Page
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["authority"])
BINARY = {"schema": {"type": "string", "format": "binary"}}
"""How the document shows bytes."""
_DIGITS = 2
_PEM = "application/x-pem-file"
_PEM_CONTENT = {_PEM: {"schema": {"type": "string"}}}


@router.get(
    "/ca/{kind}/roots.pem",
    summary="The roots to trust (ルート証明書)",
    response_class=Response,
    responses={
        200: {
            "description": "All generations as PEM, the oldest first.",
            "content": _PEM_CONTENT,
        },
        304: {"description": "The roots whose ETag was sent are still all."},
        **refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
    },
)
async def read_roots(kind: str, authorities: RequestAuthorities, if_none_match: IfNoneMatch) -> Response:
    """Return the roots (認証局の自己署名証明書) of `authentication` (利用者証明用) or `signature` (署名用).

    Three generations under one name, the oldest expired, and those that came since: pick by key identifier. They are
    made anew with every world, so that nobody trusts them by accident.
    """
    roots = (await authorities.of(ca_kind(kind))).values()
    content = b"".join(root.certificate.public_bytes(Encoding.PEM) for root in roots)
    headers = {"ETag": f'"{sha256(content).hexdigest()}"', "Cache-Control": "no-cache"}
    if if_none_match is not None and if_none_match.hold_weakly(headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_PEM, headers=headers)


@router.get(
    "/ca/{kind}/links.pem",
    summary="Certificates that link generations (リンク証明書)",
    response_class=Response,
    responses={
        200: {"description": "One for each generation after the third, as PEM.", "content": _PEM_CONTENT},
        **refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
    },
)
async def read_links(kind: str, authorities: RequestAuthorities) -> Response:
    """Return what vouches for each further generation: its key, certified by the one before.

    (newWithOld, RFC 4210, 4.4.) Whoever pins the old root can pin the new one by it.
    """
    links = [each.link for each in (await authorities.of(ca_kind(kind))).values() if each.link is not None]
    certificates = [x509.load_der_x509_certificate(link) for link in links]
    return Response(b"".join(each.public_bytes(Encoding.PEM) for each in certificates), media_type=_PEM)


@router.get(
    "/ca/{kind}/generations",
    summary="The generations of an authority (認証局の世代の一覧)",
    responses=refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
)
async def read_generations(kind: str, authorities: RequestAuthorities) -> Page[GenerationShown]:
    """Return all generations, the oldest first, on one page: days, kind of key (鍵の種類), day of first issue."""
    found = (await authorities.of(ca_kind(kind))).values()
    return Page(items=[GenerationShown.of(each) for each in found], next_cursor=None)


@router.put(
    "/ca/{kind}/generations/{generation}",
    summary="Begin a new generation (認証局の鍵更新)",
    status_code=201,
    responses={
        200: {"model": GenerationShown, "description": "There is this generation already."},
        **refusals(
            RequestInvalid,
            BodyUnreadable,
            BodyTooLarge,
            ResourceNotFound,
            AlreadyExists,
            WorldUnknown,
            *DATABASE_FAILURES,
        ),
    },
)
async def roll_over(
    kind: str,
    generation: str,
    body: NewGeneration,
    response: Response,
    authorities: RequestAuthorities,
) -> GenerationShown:
    """Make the generation after the newest (鍵更新), as the clock does every four years.

    Its root is published at once, and it issues from tomorrow on: the registry pins it meanwhile by its link
    (リンク証明書), so no check is refused for it. The next number only; the same again changes nothing.
    """
    if not (generation.isascii() and generation.isdigit() and len(generation) <= _DIGITS):
        raise ResourceNotFound
    made, is_new = await authorities.roll_over(ca_kind(kind), int(generation), body.key, body.issues_from)
    response.status_code = 201 if is_new else 200
    return GenerationShown.of(made)


def ca_kind(kind: str) -> CaKind:
    """Return which authority is meant; raises ResourceNotFound for one that there is not."""
    try:
        return CaKind(kind)
    except ValueError:
        raise ResourceNotFound from None
