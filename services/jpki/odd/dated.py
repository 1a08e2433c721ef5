"""A certificate with days that no library writes, signed anew."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.keys import PrivateKey, sign
from services.jpki.odd.der import element, elements

_UTC_TIME, _GENERALIZED_TIME, _SEQUENCE, _BIT_STRING = 0x17, 0x18, 0x30, 0x03
_VALIDITY = 4
"""Where the validity stands in a TBSCertificate: after version, serial number, algorithm and issuer."""


def with_days(certificate: x509.Certificate, key: PrivateKey, not_before: bytes, not_after: bytes) -> bytes:
    """Return the certificate with other days as written (YYMMDD or YYYYMMDD and the time), signed by ``key``."""
    ((_, outer),) = elements(certificate.public_bytes(Encoding.DER))
    (_, to_be_signed), algorithm, _ = elements(outer)
    parts = [element(*part) for part in elements(to_be_signed)]
    days = b"".join(_time(day) for day in (not_before, not_after))
    parts[_VALIDITY] = element(_SEQUENCE, days)
    signed = element(_SEQUENCE, b"".join(parts))
    signature = sign(key, signed)
    return element(_SEQUENCE, signed + element(*algorithm) + element(_BIT_STRING, b"\0" + signature))


def _time(written: bytes) -> bytes:
    return element(_UTC_TIME if len(written) == len(b"YYMMDDhhmmssZ") else _GENERALIZED_TIME, written)
