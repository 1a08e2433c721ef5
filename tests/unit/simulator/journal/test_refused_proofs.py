"""What the journal keeps of a refused proof: what explains the refusal, and nothing that may be about a person."""

import json
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.odd.catalogue import ODD_PROOFS
from simulator.journal.refused_proofs import RefusedProof, kept_of
from tests.odd_certificates.hand import card_in_hand

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
PAYLOAD = {
    "aud": "onshi-eligibility",
    "nonce": "AQGh9kpACgJOrpmS6-h15qxBniICPyIO8b8Eo6NxQHIISE1Z",
    "institution": "9910000018",
    "purpose": "CARE_VISIT",
    "iat": 1795133423,
    "holder_verification": "pin",
}
HEADER = {"alg": "RS256", "typ": "onshi-presence+jws", "x5c": ["AAAA"]}


def part(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value, ensure_ascii=False).encode()).rstrip(b"=").decode()


def body(payload: Any, header: Any = HEADER) -> bytes:
    return json.dumps({"presence_proof": f"{part(header)}.{part(payload)}.AAAA"}).encode()


def test_claims_of_the_right_form_are_kept_with_the_digest_of_what_was_signed() -> None:
    kept = kept_of(b'{"presence_proof": "e30.e30.AAAA"}', AT)

    assert kept_of(body(PAYLOAD), AT).payload == PAYLOAD
    # printf e30.e30 | sha256sum
    assert kept.digest == "e75e2f1bd181b1b0e32a20fa939f3f8a831a02658411db5e21f3b88082f594d6"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "山田太郎"),
        ("nonce", "YAMADA-TARO"),
        ("institution", "198504011"),
        ("purpose", "1985-04-01"),
        ("iat", 123456789018),
        ("iat", True),
        ("holder_verification", ["pin"]),
        ("prescription_form", {"name": "山田太郎"}),
    ],
)
def test_a_value_of_another_form_is_redacted(claim: str, value: Any) -> None:
    payload = kept_of(body({**PAYLOAD, claim: value}), AT).payload

    assert payload is not None
    assert payload[claim] == "(redacted)"


def test_of_unknown_members_only_their_number_is_kept() -> None:
    kept = kept_of(body({**PAYLOAD, "山田太郎": "1985-04-01"}, {**HEADER, "kid": "山田太郎"}), AT)

    assert kept.payload == {**PAYLOAD, "unknown": 1}
    assert kept.header is not None
    assert kept.header["unknown"] == 1


def test_of_a_certificate_the_digest_is_kept() -> None:
    header = kept_of(body(PAYLOAD), AT).header

    # printf '\0\0\0' | sha256sum
    assert header is not None
    assert header["x5c"] == ["sha256:709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c"]


def test_of_a_certificate_the_day_on_which_it_ends_is_not_kept_for_it_is_a_birthday() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "山田太郎")])
    leaf = (
        x509.CertificateBuilder(name, name, key.public_key(), 0x5E71A1)
        .not_valid_before(datetime(2025, 6, 3, 15, tzinfo=UTC))
        .not_valid_after(datetime(2026, 12, 24, 14, 59, 59, tzinfo=UTC))
        .sign(key, SHA256())
    )
    sent = body(PAYLOAD, {**HEADER, "x5c": [b64encode(leaf.public_bytes(Encoding.DER)).decode()]})

    assert kept_of(sent, AT).certificate == {
        "not_before": "2025-06-04T00:00:00+09:00",
        "expires_in": 2026,
        "state": "expires_soon",
        "issuer_key": None,
        "key": "secp256r1",
    }


@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"{}", b'{"presence_proof": 1}', b'{"presence_proof": "\xe3\x81\x82.b.c"}', b"\xff" * 100]
)
def test_what_cannot_be_read_leaves_nothing(sent: bytes) -> None:
    assert kept_of(sent, AT) == RefusedProof()


def test_a_proof_without_end_is_cut() -> None:
    kept = kept_of(json.dumps({"presence_proof": "a" * 60_000 + ".b.c"}).encode(), AT)

    assert kept == RefusedProof()


def test_no_odd_proof_makes_it_fail() -> None:
    """Deeply nested members did: a recursion that is too deep was no error that it knew."""
    hand = card_in_hand()
    for odd in ODD_PROOFS.values():
        if odd.forge is not None:
            kept_of(json.dumps({"presence_proof": odd.forge(hand)}).encode(), AT)
