"""Whether a certificate still holds: revocation lists, and answers about one certificate (OCSP)."""

from cryptography.x509.ocsp import OCSPResponseStatus
from fastapi import Request, Response

from services.jpki.authority.routes import BINARY, require_kind
from services.jpki.authority.store import Authorities, RequestAuthorities
from services.jpki.status.rules.ocsp import answer_question, read_question, unsuccessful_answer
from services.jpki.status.store.revocation_lists import published_list
from services.jpki.status.store.revocations import find_status
from shared.errors import (
    DATABASE_FAILURES,
    BodyTooLarge,
    ContentEncodingUnsupported,
    MediaTypeUnsupported,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.entity_tags import IfNoneMatch
from shared.web.from_world import RequestWorld
from shared.web.media_types import lines_of, must_be, must_not_be_encoded
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.world import World

router = StrictRouter(tags=["authority"])
OCSP_REQUEST = "application/ocsp-request"


@router.get(
    "/ca/{kind}/{generation}.crl",
    summary="A generation's revocation list (失効リスト)",
    response_class=Response,
    responses={
        200: {"description": "The list (DER), valid for 24 hours.", "content": {"application/pkix-crl": BINARY}},
        304: {"description": "The list whose ETag was sent is still the newest."},
        **refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
    },
)
async def read_revocation_list(
    kind: str,
    generation: str,
    world: RequestWorld,
    authorities: RequestAuthorities,
    if_none_match: IfNoneMatch,
) -> Response:
    """Return the 失効リスト (CRL) of one generation: each revoked serial, why (失効理由), since when.

    It is made anew when a certificate has been revoked, and each hour; until then `If-None-Match` gets a 304.
    """
    require_kind(kind)
    by_number = {str(number): authority for number, authority in (await authorities.all()).items()}
    if generation not in by_number:
        raise ResourceNotFound
    current = await published_list(
        world.database,
        by_number[generation],
        world.clock.now(),
        lambda etag: if_none_match is not None and if_none_match.hold_weakly(etag),
    )
    headers = {"ETag": current.etag, "Cache-Control": "no-cache"}
    if current.content is None:
        return Response(status_code=304, headers=headers)
    return Response(current.content, media_type="application/pkix-crl", headers=headers)


@router.post(
    "/ocsp",
    summary="Ask about one certificate (OCSPによる照会)",
    response_class=Response,
    openapi_extra={"requestBody": {"required": True, "content": {OCSP_REQUEST: BINARY}}},
    responses={
        200: {
            "description": "An OCSP response (DER): good, revoked with its reason, or unknown, signed by the "
            "authority; or an unsuccessful one (malformedRequest, unauthorized for a foreign issuer).",
            "content": {"application/ocsp-response": BINARY},
        },
        **refusals(
            BodyTooLarge,
            MediaTypeUnsupported,
            ContentEncodingUnsupported,
            RequestInvalid,
            WorldUnknown,
            *DATABASE_FAILURES,
        ),
    },
)
async def answer_status(request: Request, world: RequestWorld, authorities: RequestAuthorities) -> Response:
    """Answer an OCSP request (RFC 6960) for one certificate (失効情報の照会); a nonce is echoed."""
    headers = request.scope["headers"]
    must_not_be_encoded(headers)
    if lines_of(b"content-type", headers):
        # Left out it does no harm: a question changes nothing.
        must_be(OCSP_REQUEST, headers)
    answer = await _answer(world, authorities, await request.body())
    return Response(answer, media_type="application/ocsp-response")


async def _answer(world: World, authorities: Authorities, body: bytes) -> bytes:
    question = read_question(body, (await authorities.all()).values())
    if isinstance(question, OCSPResponseStatus):
        return unsuccessful_answer(question)
    async with world.database.transaction() as connection:
        is_known, revocation = await find_status(
            connection, question.authority.generation, question.request.serial_number
        )
    return answer_question(question, is_known=is_known, revocation=revocation, at=world.clock.now())
