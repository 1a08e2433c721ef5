"""The presence proof as RFC 7515 (compact serialization), RFC 7518 (RS256, ES384) and RFC 4648 (base64url) say."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from shared.errors import ProofUnreadable, SignatureInvalid
from shared.pki.proof import parse_proof, verify_signature

HEADER = {"alg": "RS256", "typ": "onshi-presence+jws", "x5c": [b64encode(b"a certificate").decode()]}
CLAIMS = {
    "aud": "onshi-eligibility",
    "nonce": "a-nonce",
    "institution": "9910000018",
    "purpose": "CARE_VISIT",
    # 2026-11-20T00:00:00Z.
    "iat": 1_795_132_800,
    "holder_verification": "pin",
}


def part(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def signing_input(header: Mapping[str, Any] = HEADER, claims: Mapping[str, Any] = CLAIMS) -> str:
    return f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"


def compact(header: Mapping[str, Any] = HEADER, claims: Mapping[str, Any] = CLAIMS, signature: bytes = b"s") -> str:
    return f"{signing_input(header, claims)}.{part(signature)}"


def without(members: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in members.items() if key != name}


def code(text: str) -> str:
    with pytest.raises(ProofUnreadable) as refused:
        parse_proof(text)
    (violation,) = refused.value.violations
    assert violation.pointer == "/presence_proof"
    return violation.code


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def test_what_the_card_signed_is_read() -> None:
    proof = parse_proof(compact())
    assert (proof.certificate_der, proof.signature) == (b"a certificate", b"s")
    assert (proof.claims.institution, proof.claims.consents) == ("9910000018", [])
    assert proof.signed_at == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", ".a.b", compact() + "=", compact().replace(".", "..", 1), compact() + "é", "Zg.Zg.Zg é"],
)
def test_anything_but_three_base64url_parts_is_no_compact_jws(text: str) -> None:
    assert code(text) == "not-compact-jws"


@pytest.mark.parametrize(
    "header",
    [
        {**HEADER, "alg": "none"},
        {**HEADER, "alg": "HS256"},
        {**HEADER, "typ": "JWT"},
        {**HEADER, "x5c": []},
        {**HEADER, "x5c": [*HEADER["x5c"], *HEADER["x5c"]]},
        {**HEADER, "x5c": ["?"]},
        {**HEADER, "crit": ["exp"]},
        without(HEADER, "x5c"),
    ],
)
def test_another_header_is_refused(header: dict[str, Any]) -> None:
    assert code(compact(header)) == "header"


@pytest.mark.parametrize(
    "claims",
    [
        *[without(CLAIMS, name) for name in CLAIMS],
        {**CLAIMS, "iat": "1795132800"},
        {**CLAIMS, "iat": 10**18},
        {**CLAIMS, "purpose": "CURIOSITY"},
        {**CLAIMS, "holder_verification": "trust"},
        {**CLAIMS, "consents": ["everything"]},
        {**CLAIMS, "unknown": 1},
    ],
)
def test_claims_that_are_missing_unknown_or_of_another_form_are_refused(claims: dict[str, Any]) -> None:
    assert code(compact(claims=claims)) == "claims"


def test_a_proof_of_more_than_16_384_characters_is_not_read() -> None:
    assert code("a" * 16_385) == "too-long"


def test_rs256_is_verified_over_the_ascii_signing_input(rsa_key: rsa.RSAPrivateKey) -> None:
    signed = signing_input().encode("ascii")
    good = rsa_key.sign(signed, padding.PKCS1v15(), SHA256())
    verify_signature(parse_proof(compact(signature=good)), rsa_key.public_key())
    with pytest.raises(SignatureInvalid):
        verify_signature(parse_proof(compact(signature=good[:-1] + bytes([good[-1] ^ 1]))), rsa_key.public_key())
    altered = parse_proof(compact(claims={**CLAIMS, "purpose": "CARE_HOME"}, signature=good))
    with pytest.raises(SignatureInvalid):
        verify_signature(altered, rsa_key.public_key())


def test_es384_is_r_and_s_of_48_bytes_each() -> None:
    # RFC 7518, 3.4: "the octet sequence ... is 96 octets", not the DER that libraries write.
    key, header = ec.generate_private_key(ec.SECP384R1()), {**HEADER, "alg": "ES384"}
    der = key.sign(signing_input(header).encode("ascii"), ec.ECDSA(SHA384()))
    r, s = decode_dss_signature(der)
    verify_signature(parse_proof(compact(header, signature=r.to_bytes(48) + s.to_bytes(48))), key.public_key())
    for wrong in (der, s.to_bytes(48) + r.to_bytes(48), r.to_bytes(48)):
        with pytest.raises(SignatureInvalid):
            verify_signature(parse_proof(compact(header, signature=wrong)), key.public_key())
