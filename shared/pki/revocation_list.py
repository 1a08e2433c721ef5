"""Reading a certificate revocation list (CRL), and trusting it only when a pinned root signed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa


class RevocationListInvalid(Exception):
    """The list cannot be read, or no pinned root has signed it."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """One entry: which certificate, why, since when."""

    serial_number: int
    reason: str
    revoked_at: datetime


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One verified list of one authority."""

    authority_key_id: bytes
    this_update: datetime
    next_update: datetime
    revocations: tuple[Revocation, ...]


def read_revocation_list(der: bytes, roots: Mapping[bytes, x509.Certificate]) -> RevocationList:
    """Read and verify a DER list with the root whose key identifier it names; raises RevocationListInvalid."""
    try:
        crl = x509.load_der_x509_crl(der)
        identifier = crl.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        root_key = roots[identifier or b""].public_key()
        next_update = crl.next_update_utc
    except (ValueError, KeyError, x509.ExtensionNotFound) as error:
        raise RevocationListInvalid from error
    if not isinstance(root_key, rsa.RSAPublicKey) or not crl.is_signature_valid(root_key) or next_update is None:
        raise RevocationListInvalid
    entries = tuple(Revocation(entry.serial_number, _reason(entry), entry.revocation_date_utc) for entry in crl)
    return RevocationList(identifier or b"", crl.last_update_utc, next_update, entries)


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        return "unspecified"
