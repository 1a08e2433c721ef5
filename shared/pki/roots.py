"""Roots: the self-signed certificates of authorities, which are pinned."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from shared.pki.profile import SIGNATURE_UNIT
from shared.pki.unreadable import UNREADABLE


def load_root(der: bytes) -> x509.Certificate:
    """Return a root to pin; raises ValueError when it is not a self-signed CA certificate with a key identifier."""
    try:
        root = x509.load_der_x509_certificate(der)
        root.verify_directly_issued_by(root)
        is_authority = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        key_id_of_root(root)
    except (*UNREADABLE, x509.ExtensionNotFound, InvalidSignature, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("not a self-signed CA certificate") from error
    if not is_authority:
        raise ValueError("not a CA certificate")
    return root


def key_id_of_root(root: x509.Certificate) -> bytes:
    """Return the subject key identifier of a root."""
    return root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def is_for_signatures(root: x509.Certificate) -> bool:
    """Tell whether a root is of the authority for signatures (署名用認証局): its certificates never authenticate."""
    units = root.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return any(unit.value == SIGNATURE_UNIT for unit in units)
