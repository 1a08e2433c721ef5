"""Reading a question about certificates' status: an OCSP request (RFC 6960, 4.1). Pure.

Read here, as the library takes requests about one certificate only. Whether it is signed and by whom does not matter:
anybody may ask.
"""

from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, HashAlgorithm

from services.jpki.status.rules.der import (
    BOOLEAN,
    INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    Element,
    NotDer,
    read_all,
    read_integer,
    read_one,
    tagged,
)

MOST_CERTIFICATES = 100
"""In one request: ours, no standard says one."""
LONGEST_NONCE = 128
"""RFC 9654, 2.1: 1 to 128 octets."""
NONCE = bytes.fromhex("2b0601050507300102")
"""id-pkix-ocsp-nonce, 1.3.6.1.5.5.7.48.1.2."""
_ACCEPTABLE_RESPONSES = bytes.fromhex("2b0601050507300104")
"""id-pkix-ocsp-response: which types of answer the asker understands; all understand the basic one."""
_TRUE, _FALSE = b"\xff", b"\x00"
_HASHES: dict[bytes, HashAlgorithm] = {
    bytes.fromhex("2b0e03021a"): SHA1(),  # noqa: S303 - what most OCSP clients name their issuer by
    bytes.fromhex("608648016503040201"): SHA256(),
    bytes.fromhex("608648016503040202"): SHA384(),
    bytes.fromhex("608648016503040203"): SHA512(),
}


@dataclass(frozen=True, slots=True)
class CertificateNamed:
    """One certificate that is asked about (CertID); ``encoded`` goes into the answer as it came."""

    encoded: bytes
    algorithm: HashAlgorithm
    issuer_name_hash: bytes
    issuer_key_hash: bytes
    serial_number: int


@dataclass(frozen=True, slots=True)
class StatusRequest:
    """A request that could be read."""

    certificates: Sequence[CertificateNamed]
    nonce: bytes | None


def read_request(der: bytes) -> StatusRequest:
    """Return the request; raises NotDer for one that RFC 6960 or RFC 9654 does not allow, or that asks too much."""
    # A second element is the signature.
    to_be_signed, _ = _with_optional(read_all(read_one(der, SEQUENCE).content), tagged(0))
    parts = read_all(_sequence(to_be_signed))
    version = _optional(parts, tagged(0))
    if version is not None and read_integer(read_one(version.content, INTEGER)) != 0:
        raise NotDer
    _optional(parts, tagged(1))  # Who asks.
    asked, extensions = _with_optional(parts, tagged(2))
    named = read_all(_sequence(asked))
    if not 0 < len(named) <= MOST_CERTIFICATES:
        raise NotDer
    return StatusRequest([_named(each) for each in named], _nonce(_extensions(extensions)))


def request_in_path(text: str) -> bytes:
    """Return the octets of a request that is asked by GET (RFC 6960, A.1), from the path after it was unquoted.

    Lines may be wrapped, as base64 of certificates often is; raises ValueError for what is no base64.
    """
    return a2b_base64(text.replace("\r", "").replace("\n", "").encode("ascii"), strict_mode=True)


def _named(asked: Element) -> CertificateNamed:
    certificate, extensions = _with_optional(read_all(_sequence(asked)), tagged(0))
    _extensions(extensions)
    match read_all(_sequence(certificate)):
        case [algorithm, name, key, serial_number] if name.tag == key.tag == OCTET_STRING:
            return CertificateNamed(
                certificate.encoded, _algorithm(algorithm), name.content, key.content, read_integer(serial_number)
            )
        case _:
            raise NotDer


def _algorithm(named: Element) -> HashAlgorithm:
    parts = read_all(_sequence(named))
    if not parts or parts[0].tag != OBJECT_IDENTIFIER or parts[0].content not in _HASHES:
        raise NotDer
    # The parameters are left out or NULL.
    if [part.encoded for part in parts[1:]] not in ([], [bytes([NULL, 0])]):
        raise NotDer
    return _HASHES[parts[0].content]


def _extensions(outer: Element | None) -> dict[bytes, bytes]:
    """Return values by identifier; raises NotDer for one that comes twice, and a critical one that nobody knows."""
    found: dict[bytes, bytes] = {}
    if outer is None:
        return found
    for each in read_all(read_one(outer.content, SEQUENCE).content):
        match read_all(_sequence(each)):
            case [identifier, value]:
                is_critical = False
            case [identifier, critical, value] if critical.tag == BOOLEAN and critical.content in (_TRUE, _FALSE):
                is_critical = critical.content == _TRUE
            case _:
                raise NotDer
        name = identifier.content
        if identifier.tag != OBJECT_IDENTIFIER or value.tag != OCTET_STRING or name in found:
            raise NotDer
        if is_critical and name not in (NONCE, _ACCEPTABLE_RESPONSES):
            raise NotDer
        found[name] = value.content
    return found


def _nonce(extensions: dict[bytes, bytes]) -> bytes | None:
    if NONCE not in extensions:
        return None
    nonce = read_one(extensions[NONCE], OCTET_STRING).content
    if not 0 < len(nonce) <= LONGEST_NONCE:
        raise NotDer
    return nonce


def _with_optional(parts: list[Element], tag: int) -> tuple[Element, Element | None]:
    """Return the element that must be there, and the one of ``tag`` that may follow; raises NotDer otherwise."""
    match parts:
        case [first]:
            return first, None
        case [first, second] if second.tag == tag:
            return first, second
        case _:
            raise NotDer


def _optional(parts: list[Element], tag: int) -> Element | None:
    return parts.pop(0) if parts and parts[0].tag == tag else None


def _sequence(element: Element) -> bytes:
    if element.tag != SEQUENCE:
        raise NotDer
    return element.content
