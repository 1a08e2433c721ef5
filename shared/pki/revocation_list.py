"""Reading a certificate revocation list (CRL), and trusting it only when a pinned root signed it.

What is not there must be good: so only a complete list of one authority about its own certificates is used. One that
is partial, indirect or a difference (RFC 5280, 5.2.4 and 5.2.5), or that says something critical which nobody here
knows, is none (RFC 5280, 5.2 and 5.3): what it leaves out would count as not revoked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.x509.oid import CRLEntryExtensionOID, ExtensionOID

from shared.pki.unreadable import UNREADABLE

_HASHES = (SHA256, SHA384, SHA512)
_KNOWN = {ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER}
_NOT_COMPLETE = {ExtensionOID.ISSUING_DISTRIBUTION_POINT, ExtensionOID.DELTA_CRL_INDICATOR}
_KNOWN_OF_ENTRIES = {CRLEntryExtensionOID.CRL_REASON, CRLEntryExtensionOID.INVALIDITY_DATE}
_INDIRECT = {CRLEntryExtensionOID.CERTIFICATE_ISSUER}


class RevocationListInvalid(Exception):
    """The list cannot be read, is not complete, or no pinned root has signed it."""


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
        key_id = crl.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier or b""
        _must_be_signed(crl, roots[key_id])
        _must_be_understood(crl.extensions, _KNOWN, _NOT_COMPLETE)
        this_update, next_update = crl.last_update_utc, crl.next_update_utc
        entries = tuple(_revocation(entry) for entry in crl)
    except (*UNREADABLE, KeyError, UnsupportedAlgorithm, x509.ExtensionNotFound) as error:
        raise RevocationListInvalid from error
    if next_update is None or next_update <= this_update:
        raise RevocationListInvalid
    return RevocationList(key_id, this_update, next_update, entries)


def _must_be_signed(crl: x509.CertificateRevocationList, root: x509.Certificate) -> None:
    key = root.public_key()
    if crl.issuer != root.subject or not _may_sign_lists(root):
        raise RevocationListInvalid
    if not isinstance(crl.signature_hash_algorithm, _HASHES) or not isinstance(
        key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey
    ):
        raise RevocationListInvalid
    if not crl.is_signature_valid(key):
        raise RevocationListInvalid


def _may_sign_lists(root: x509.Certificate) -> bool:
    try:
        return root.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _must_be_understood(
    extensions: x509.Extensions, known: Collection[x509.ObjectIdentifier], never: Collection[x509.ObjectIdentifier]
) -> None:
    for extension in extensions:
        if extension.oid in never or (extension.critical and extension.oid not in known):
            raise RevocationListInvalid


def _revocation(entry: x509.RevokedCertificate) -> Revocation:
    _must_be_understood(entry.extensions, _KNOWN_OF_ENTRIES, _INDIRECT)
    reason = _reason(entry)
    # Only a difference takes back (RFC 5280, 5.3.1), and a serial number is positive (4.1.2.2).
    if reason is x509.ReasonFlags.remove_from_crl or entry.serial_number <= 0:
        raise RevocationListInvalid
    return Revocation(entry.serial_number, reason.value, entry.revocation_date_utc)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return x509.ReasonFlags.unspecified
