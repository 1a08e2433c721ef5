import json
from base64 import b64encode, urlsafe_b64decode
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from loadtests.receptions.signing import sign_all

KEY = rsa.generate_private_key(65537, 2048)
DER = KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def card(certificate: str) -> bytes:
    members = {"card_id": "c", "certificate": certificate, "private_key": b64encode(DER).decode()}
    return json.dumps(members).encode() + b"\n"


def order(number: int, card_at: int) -> bytes:
    asked = {
        "nonce": f"n{number}",
        "institution": "2710900008",
        "purpose": "CARE_VISIT",
        "iat": 1_800_000_000,
        "consents": ["medication"],
    }
    return json.dumps({"id": number, "card_at": card_at, **asked}).encode() + b"\n"


def read(part: str) -> Any:
    return json.loads(urlsafe_b64decode(part + "=="))


def test_each_order_is_signed_with_the_card_that_it_names() -> None:
    cards = card("Zmlyc3Q=") + card("c2Vjb25k")
    proofs = BytesIO()

    sign_all(BytesIO(order(0, len(card("Zmlyc3Q="))) + order(1, 0)), proofs, BytesIO(cards))

    second, first = (json.loads(line) for line in proofs.getvalue().splitlines())
    assert (second["id"], first["id"]) == (0, 1)
    header, claims, signature = second["presence_proof"].split(".")
    assert read(header) == {"alg": "RS256", "typ": "onshi-presence+jws", "x5c": ["c2Vjb25k"]}
    assert read(claims) == {
        "aud": "onshi-eligibility",
        "nonce": "n0",
        "institution": "2710900008",
        "purpose": "CARE_VISIT",
        "iat": 1_800_000_000,
        "holder_verification": "pin",
        "consents": ["medication"],
    }
    signed = f"{header}.{claims}".encode()
    KEY.public_key().verify(urlsafe_b64decode(signature + "=="), signed, padding.PKCS1v15(), SHA256())
    assert read(first["presence_proof"].split(".")[0])["x5c"] == ["Zmlyc3Q="]


def test_a_card_that_cannot_be_read_stops_nobody_else() -> None:
    cards = card("Zmlyc3Q=")
    proofs = BytesIO()

    sign_all(BytesIO(order(0, len(cards)) + order(1, 0)), proofs, BytesIO(cards))

    unread, signed = (json.loads(line) for line in proofs.getvalue().splitlines())
    assert unread == {"id": 0, "error": "the card cannot be read (DecodeError)"}
    assert "presence_proof" in signed


def test_a_holder_signs_in_at_the_portal_with_a_proof_for_the_portal() -> None:
    asked = {"nonce": "n", "institution": "0000000000", "purpose": "CARE_VISIT", "iat": 1_800_000_000}
    line = json.dumps({"id": 0, "card_at": 0, **asked, "aud": "onshi-portal"}).encode() + b"\n"
    proofs = BytesIO()

    sign_all(BytesIO(line), proofs, BytesIO(card("Zmlyc3Q=")))

    claims = read(json.loads(proofs.getvalue())["presence_proof"].split(".")[1])
    assert (claims["aud"], claims["institution"]) == ("onshi-portal", "0000000000")
