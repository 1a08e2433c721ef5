"""The roots of the simulated J-LIS that this world trusts: pinned here, published for every verifier."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.errors import RequestInvalid, Violation
from shared.pki.path import load_root


def read_root_certificates(pem: str) -> list[x509.Certificate]:
    """Return the roots in a PEM text; raises RequestInvalid naming every certificate that is none."""
    try:
        certificates = x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise RequestInvalid([_violation("", "is no PEM of certificates")]) from error
    roots, violations = [], []
    for number, certificate in enumerate(certificates, start=1):
        try:
            roots.append(load_root(certificate.public_bytes(Encoding.DER)))
        except ValueError:
            violations.append(_violation(f" {number}", "is no self-signed CA certificate with a key identifier"))
    if violations:
        raise RequestInvalid(violations)
    return roots


def _violation(which: str, what: str) -> Violation:
    return Violation(
        "/certificates_pem", "not-a-root", f"Certificate{which} {what}.", "ルート証明書として読み取れません。"
    )
