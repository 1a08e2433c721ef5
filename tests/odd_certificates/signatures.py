"""Other spellings of a proof's signature: what anybody can make of a proof without the card."""

import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
P384_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
"""n of P-384 (FIPS 186-4, D.1.2.4)."""
_HALF = 48


def p384_proof(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, payload: dict[str, Any]) -> str:
    """Sign a presence proof as the next card would: ES384, r and s in 48 octets each (RFC 7518, 3.4)."""
    der = certificate.public_bytes(Encoding.DER)
    head = {"alg": "ES384", "typ": "onshi-presence+jws", "x5c": [b64encode(der).decode()]}
    signing_input = ".".join(_written(json.dumps(part).encode()) for part in (head, payload))
    r, s = decode_dss_signature(key.sign(signing_input.encode(), ec.ECDSA(SHA384())))
    return f"{signing_input}.{_written(r.to_bytes(_HALF, 'big') + s.to_bytes(_HALF, 'big'))}"


def with_the_other_half(proof: str) -> str:
    """Return an ES384 proof with n - s for s: as good a signature of the same."""

    def other(raw: bytes) -> bytes:
        s = P384_ORDER - int.from_bytes(raw[_HALF:], "big")
        return raw[:_HALF] + s.to_bytes(_HALF, "big")

    return _with_signature(proof, other)


def with_the_modulus_added(proof: str, key: rsa.RSAPublicKey) -> str:
    """Return an RS256 proof with s + n for s, which is the same to the power of e, in as many octets as it takes."""

    def added(raw: bytes) -> bytes:
        s = int.from_bytes(raw, "big") + key.public_numbers().n
        return s.to_bytes((s.bit_length() + 7) // 8, "big")

    return _with_signature(proof, added)


def _with_unused_bits(proof: str) -> str:
    # 256 octets leave two bits of the last character but one over: four of its six bits mean nothing.
    return proof[:-1] + _ALPHABET[_ALPHABET.index(proof[-1]) ^ 1]


def _in_the_other_alphabet(proof: str) -> str:
    head, dot, signature = proof.rpartition(".")
    return head + dot + signature.replace("-", "+").replace("_", "/")


RESPELLED: Final[Mapping[str, Callable[[str], str]]] = {
    "bits that mean nothing": _with_unused_bits,
    "padding": lambda proof: proof + "==",
    "a space after it": lambda proof: proof + " ",
    "a line break after it": lambda proof: proof + "\n",
    "a line break within": lambda proof: proof[:-8] + "\r\n" + proof[-8:],
    "the other alphabet": _in_the_other_alphabet,
    "a zero in front": lambda proof: _with_signature(proof, lambda raw: b"\0" + raw),
    "a zero behind": lambda proof: _with_signature(proof, lambda raw: raw + b"\0"),
}
"""An RS256 proof whose signature has something else beside the same number."""


def _with_signature(proof: str, change: Callable[[bytes], bytes]) -> str:
    head, dot, signature = proof.rpartition(".")
    return head + dot + _written(change(urlsafe_b64decode(signature + "==")))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


_SHA256_WITH_NULL = bytes.fromhex("3031300d060960864801650304020105000420")
_SHA256_WITHOUT = bytes.fromhex("302f300b06096086480165030402010420")
"""What stands before the digest in a DigestInfo (RFC 8017, 9.2, note 1): with NULL parameters, and without."""


def signed_over_digest_info(key: rsa.RSAPrivateKey, signing_input: bytes, *, with_null: bool) -> bytes:
    """Sign as a card's sign command does: it pads the DigestInfo that it is given (PKCS#1 v1.5), whatever that says."""
    numbers = key.private_numbers()
    length = (key.key_size + 7) // 8
    info = (_SHA256_WITH_NULL if with_null else _SHA256_WITHOUT) + sha256(signing_input).digest()
    padded = b"\x00\x01" + b"\xff" * (length - len(info) - 3) + b"\x00" + info
    signed = pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n)
    return signed.to_bytes(length, "big")
