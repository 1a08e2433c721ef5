"""Whether a certificate still holds: revocation lists, and answers about certificates (OCSP)."""

from datetime import datetime
from typing import Annotated

from cryptography.x509.ocsp import OCSPResponseStatus
from fastapi import Path, Request, Response
from starlette.convertors import Convertor, register_url_convertor

from services.jpki.authority.routes import BINARY, ca_kind
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import Authorities, RequestAuthorities
from services.jpki.status.rules.caching import caching_headers
from services.jpki.status.rules.ocsp import answer_question, read_question, unsuccessful_answer
from services.jpki.status.rules.ocsp_request import request_in_path
from services.jpki.status.store.revocation_lists import published_list
from services.jpki.status.store.revocations import find_statuses
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
OCSP_REQUEST, OCSP_RESPONSE = "application/ocsp-request", "application/ocsp-response"
_ANSWER = {
    "description": "An OCSP response (DER): good, revoked with its reason, or unknown, signed by the authority; or an "
    "unsuccessful one (malformedRequest; unauthorized for a foreign issuer, or for several generations at once).",
    "content": {OCSP_RESPONSE: BINARY},
}


class _Whole(Convertor[str]):
    """The rest of a path with all that was quoted in it: slashes, and line breaks, at which other paths end."""

    regex = r"[\s\S]+"

    def convert(self, value: str) -> str:
        """Return what was sent."""
        return value

    def to_string(self, value: str) -> str:
        """Return what is to be sent."""
        return value


register_url_convertor("whole", _Whole())


@router.get(
    "/ca/{kind}/{generation}.crl",
    summary="A generation's revocation list (失効リスト)",
    response_class=Response,
    responses={
        200: {"description": "The list (DER), valid for 48 hours.", "content": {"application/pkix-crl": BINARY}},
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

    It is made anew each day in Japan by the clock of the world, and when a certificate has been revoked; until then
    `If-None-Match` gets a 304.
    """
    by_number = {str(number): authority for number, authority in (await authorities.of(ca_kind(kind))).items()}
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
    summary="Ask about certificates (OCSPによる照会)",
    response_class=Response,
    openapi_extra={"requestBody": {"required": True, "content": {OCSP_REQUEST: BINARY}}},
    responses={
        200: _ANSWER,
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
    """Answer an OCSP request (RFC 6960) for up to 100 certificates of one generation (失効情報の照会).

    The answer is of now, by the clock of the world, and no cache keeps it. A nonce of 1 to 128 octets is echoed
    (RFC 9654).
    """
    headers = request.scope["headers"]
    must_not_be_encoded(headers)
    if lines_of(b"content-type", headers):
        # Left out it does no harm: a question changes nothing.
        must_be(OCSP_REQUEST, headers)
    answer, _ = await _answer(world, authorities, await request.body())
    return Response(answer, media_type=OCSP_RESPONSE)


@router.get(
    "/ocsp/{question:whole}",
    summary="Ask about certificates by GET (OCSPによる照会)",
    response_class=Response,
    responses={
        200: _ANSWER,
        304: {"description": "The answer whose ETag was sent is still the one of now."},
        **refusals(RequestInvalid, ResourceNotFound, WorldUnknown, *DATABASE_FAILURES),
    },
)
async def answer_status_in_path(
    question: Annotated[
        str,
        Path(
            description="The OCSP request (DER) in base64; its `+`, `/` and `=` may be written as `%2B`, `%2F`, `%3D`."
        ),
    ],
    world: RequestWorld,
    authorities: RequestAuthorities,
    if_none_match: IfNoneMatch,
) -> Response:
    """Answer an OCSP request (RFC 6960, A.1) as `POST /ocsp` does (失効情報の照会).

    Without a nonce caches may keep the answer for as long as it is good, 15 minutes (RFC 5019, 6.2).
    """
    try:
        body = request_in_path(question)
    except ValueError:
        body = b""  # No request either: it gets the answer of what cannot be read.
    answer, kept = await _answer(world, authorities, body)
    if kept is None:
        return Response(answer, media_type=OCSP_RESPONSE)
    headers = caching_headers(answer, kept)
    if if_none_match is not None and if_none_match.hold_weakly(headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(answer, media_type=OCSP_RESPONSE, headers=headers)


async def _answer(world: World, authorities: Authorities, body: bytes) -> tuple[bytes, datetime | None]:
    """Return the answer, and as of when it is where caches may keep it."""
    question = read_question(body, (await authorities.of(CaKind.AUTHENTICATION)).values())
    if question is OCSPResponseStatus.UNAUTHORIZED:
        question = read_question(body, (await authorities.of(CaKind.SIGNATURE)).values())
    if isinstance(question, OCSPResponseStatus):
        return unsuccessful_answer(question), None
    async with world.database.transaction() as connection:
        statuses = await find_statuses(connection, question.authority, question.serial_numbers)
    at = world.clock.now()
    return answer_question(question, statuses, at), None if question.nonce is not None else at
