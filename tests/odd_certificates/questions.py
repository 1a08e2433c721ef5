"""OCSP requests that the library does not write: about several certificates, and each with one thing wrong."""

from collections.abc import Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import AUTHORITY_NAME
from services.jpki.odd.der import element

_SEQUENCE, _OCTETS, _INTEGER, _OID, _NULL, _BOOLEAN = 0x30, 0x04, 0x02, 0x06, 0x05, 0x01
SHA_1 = element(_SEQUENCE, element(_OID, bytes.fromhex("2b0e03021a")) + element(_NULL, b""))
NONCE = bytes.fromhex("2b0601050507300102")
"""1.3.6.1.5.5.7.48.1.2."""


def about_several(*who_and_what: Any) -> bytes:
    """Return a request: an authority and serial numbers, and again."""
    pairs = zip(who_and_what[::2], who_and_what[1::2], strict=True)
    return request([named(authority, number) for authority, numbers in pairs for number in numbers])


def named(authority: Authority, serial_number: int, algorithm: bytes = SHA_1, more: bytes = b"") -> bytes:
    """Return one Request: a CertID, and what follows it."""
    key = authority.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    octets = serial_number.to_bytes(serial_number.bit_length() // 8 + 1, "big", signed=True)
    hashes = element(_OCTETS, _sha1(AUTHORITY_NAME.public_bytes())) + element(_OCTETS, _sha1(key))
    return element(_SEQUENCE, element(_SEQUENCE, algorithm + hashes + element(_INTEGER, octets)) + more)


def request(
    asked: Sequence[bytes], *, before: bytes = b"", extensions: Sequence[bytes] = (), after: bytes = b""
) -> bytes:
    """Return an OCSPRequest with what is asked; ``before``: version, requestor; ``after``: a signature."""
    asked_list = element(_SEQUENCE, b"".join(asked))
    told = element(0xA2, element(_SEQUENCE, b"".join(extensions))) if extensions else b""
    return element(_SEQUENCE, element(_SEQUENCE, before + asked_list + told) + after)


def extension(identifier: bytes, value: bytes, *, critical: bool = False) -> bytes:
    """Return an extension; ``value`` is what its octet string holds."""
    weight = element(_BOOLEAN, b"\xff") if critical else b""
    return element(_SEQUENCE, element(_OID, identifier) + weight + element(_OCTETS, value))


def nonce(octets: bytes) -> bytes:
    """Return the extension with a nonce of any length."""
    return extension(NONCE, element(_OCTETS, octets))


def requestor() -> bytes:
    """Return who asks, as a directory name."""
    return element(0xA1, element(0xA4, x509.Name([]).public_bytes()))


def _sha1(content: bytes) -> bytes:
    digest = Hash(SHA1())  # noqa: S303 - what most OCSP clients name their issuer by
    digest.update(content)
    return digest.finalize()
