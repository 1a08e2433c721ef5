"""OCSP over HTTP, by GET as by POST: RFC 6960 (A.1), RFC 9654, RFC 5019 (6.2)."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequestBuilder,
    OCSPResponse,
    OCSPResponseStatus,
    load_der_ocsp_response,
)

from shared.clock import ShiftedClock
from tests.service.jpki.service import REFERENCE_DAY, jpki_on, new_card
from tests.worlds import TestDatabase, shift_to_nine


async def question_about(client: httpx.AsyncClient, card: str, nonce: bytes | None = None) -> bytes:
    """Return a request about a card's certificate."""
    leaf = x509.load_pem_x509_certificate((await client.get(f"/v1/cards/{card}/certificate")).content)
    roots = x509.load_pem_x509_certificates((await client.get("/ca/authentication/roots.pem")).content)
    builder = OCSPRequestBuilder().add_certificate(leaf, roots[2], SHA1())  # noqa: S303 - what most clients send
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(Encoding.DER)


def read(answer: httpx.Response) -> OCSPResponse:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ocsp-response"), answer.text
    return load_der_ocsp_response(answer.content)


async def test_a_question_by_get_is_answered_as_by_post_however_it_is_quoted(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = (await new_card(client))["card_id"]
        # The nonce that has the base64 hold all that is written in several ways.
        for length in range(18, 22):
            der = await question_about(client, card, (b"\xff\xff\xff\xfb\xef\xbe" * 4)[:length])
            text = b64encode(der).decode()
            if {"+", "="} <= set(text) and "//" in text:
                break
        else:
            raise AssertionError("none of the nonces does")
        wrapped = "\r\n".join(text[begin : begin + 64] for begin in range(0, len(text), 64)) + "\r\n"
        paths = [quote(text, safe=""), quote(text, safe="+/="), quote(text, safe="/"), quote(wrapped, safe="")]
        answers = [await client.get(f"/ocsp/{path}") for path in paths]
        answers.append(await client.get(f"/~default/ocsp/{paths[0]}"))
        answers.append(await client.post("/ocsp", content=der))

    for answer in map(read, answers):
        assert answer.certificate_status is OCSPCertStatus.GOOD
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_an_answer_without_nonce_is_kept_and_known_again(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = (await new_card(client))["card_id"]
        path = "/ocsp/" + quote(b64encode(await question_about(client, card)).decode(), safe="")
        first = await client.get(path)
        head = await client.head(path)
        known = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
        always = await client.get(path, headers={"If-None-Match": "*"})
        other = await client.get(path, headers={"If-None-Match": '"another"'})
        await client.post(f"/v1/cards/{card}/revocation", json={"reason": "superseded"})
        after = await client.get(path, headers={"If-None-Match": first.headers["etag"]})

    answer = read(first)
    begins = answer.this_update_utc
    assert first.headers["cache-control"] == "max-age=900, public, no-transform, must-revalidate"
    assert first.headers["last-modified"] == begins.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert first.headers["expires"] == (begins + timedelta(minutes=15)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert (head.status_code, head.content, head.headers["cache-control"]) == (
        200,
        b"",
        first.headers["cache-control"],
    )
    # Within the same second it is the same answer; a second later it is another, as it says another time.
    assert known.status_code == 304 or read(known).this_update_utc > begins
    assert (always.status_code, always.content, always.headers["cache-control"]) == (
        304,
        b"",
        first.headers["cache-control"],
    )
    assert read(other).certificate_status is OCSPCertStatus.GOOD
    assert read(after).certificate_status is OCSPCertStatus.REVOKED


async def test_everything_in_an_answer_is_of_the_day_of_the_world(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = (await new_card(client))["card_id"]
        before = ShiftedClock(shift_to_nine(REFERENCE_DAY)).now().replace(microsecond=0)
        answer = read(await client.post("/ocsp", content=await question_about(client, card)))
        after = ShiftedClock(shift_to_nine(REFERENCE_DAY)).now()

    assert before <= answer.produced_at_utc <= after
    assert answer.produced_at_utc == answer.this_update_utc
    assert answer.produced_at_utc.astimezone(UTC) - datetime(2026, 11, 20, tzinfo=UTC) < timedelta(days=1)


@pytest.mark.parametrize(("length", "is_taken"), [(1, True), (128, True), (129, False)])
async def test_a_nonce_of_up_to_128_octets_is_echoed(database: TestDatabase, length: int, is_taken: bool) -> None:
    async with jpki_on(database) as client:
        card = (await new_card(client))["card_id"]
        answer = read(await client.post("/ocsp", content=await question_about(client, card, b"n" * length)))

    if is_taken:
        assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"n" * length
    else:
        assert answer.response_status is OCSPResponseStatus.MALFORMED_REQUEST


@pytest.mark.parametrize("path", ["MEM", "no%20base64", "%00", "a/b", "%E3%81%82"])
async def test_what_is_no_request_in_a_path_gets_an_ocsp_answer_that_nobody_keeps(
    database: TestDatabase, path: str
) -> None:
    async with jpki_on(database) as client:
        answer = await client.get(f"/ocsp/{path}")

    assert read(answer).response_status is OCSPResponseStatus.MALFORMED_REQUEST
    assert answer.headers["cache-control"] == "no-store"
