"""The keys of the authority and of cards. Pure, but for the randomness of the library."""

from enum import StrEnum
from typing import assert_never

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
KEY_BITS, PUBLIC_EXPONENT = 2048, 65537


class KeyKind(StrEnum):
    """What keys a generation of the authority has, itself and its cards."""

    RSA_2048 = "rsa-2048"
    """With SHA-256: the cards of today."""
    P_384 = "p-384"
    """ECDSA with SHA-384: the next card (次期個人番号カードタスクフォース最終とりまとめ, 2024-03-18)."""


def new_private_key() -> rsa.RSAPrivateKey:
    """Return a fresh key of the profile's size; it takes some 30 ms of a core, outside the interpreter's lock."""
    return rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS)


def new_key(kind: KeyKind) -> PrivateKey:
    """Return a fresh key of ``kind``."""
    match kind:
        case KeyKind.RSA_2048:
            return new_private_key()
        case KeyKind.P_384:
            return ec.generate_private_key(ec.SECP384R1())
    assert_never(kind)


def kind_of_key(key: PrivateKey) -> KeyKind:
    """Return of which kind a key is."""
    return KeyKind.RSA_2048 if isinstance(key, rsa.RSAPrivateKey) else KeyKind.P_384


def signing_hash(key: PrivateKey) -> SHA256 | SHA384:
    """Return the hash with which a key of this kind signs."""
    return SHA256() if isinstance(key, rsa.RSAPrivateKey) else SHA384()


def sign(key: PrivateKey, content: bytes) -> bytes:
    """Return the signature: PKCS#1 v1.5 with SHA-256, or ECDSA with SHA-384 as DER."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), SHA256())
    return key.sign(content, ec.ECDSA(SHA384()))
