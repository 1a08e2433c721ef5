"""Each kind of key signs in its own way, and what it signs can be verified."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from services.jpki.authority.rules.keys import KeyKind, kind_of_key, new_key, sign, signing_hash


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_is_of_the_kind_that_was_asked_for(kind: KeyKind) -> None:
    assert kind_of_key(new_key(kind)) is kind


def test_rsa_has_2048_bits_and_signs_with_sha_256() -> None:
    key = new_key(KeyKind.RSA_2048)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert (key.key_size, key.public_key().public_numbers().e) == (2048, 65537)
    assert isinstance(signing_hash(key), SHA256)
    key.public_key().verify(sign(key, b"said"), b"said", padding.PKCS1v15(), SHA256())


def test_p_384_signs_with_sha_384() -> None:
    key = new_key(KeyKind.P_384)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp384r1"
    assert isinstance(signing_hash(key), SHA384)
    key.public_key().verify(sign(key, b"said"), b"said", ec.ECDSA(SHA384()))
