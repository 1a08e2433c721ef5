"""The roots of the simulated J-LIS that this world trusts: pinned here, published for every verifier."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.errors import RequestInvalid, Violation
from shared.pki.profile import SIMULATED
from shared.pki.roots import load_root
from shared.pki.unreadable import UNREADABLE


def read_root_certificates(pem: str, *, takes_foreign: bool) -> list[x509.Certificate]:
    """Return the roots in a PEM text; raises RequestInvalid naming every certificate that is none.

    A root whose name does not say that it is simulated is another authority's: it is taken where that was asked for.
    """
    try:
        certificates = x509.load_pem_x509_certificates(pem.encode())
    except UNREADABLE as error:
        raise RequestInvalid([_violation("", "is no PEM of certificates")]) from error
    roots, violations = [], []
    for number, certificate in enumerate(certificates, start=1):
        try:
            root = load_root(certificate.public_bytes(Encoding.DER))
        except ValueError:
            violations.append(_violation(f" {number}", "is no self-signed CA certificate with a key identifier"))
            continue
        if takes_foreign or _is_simulated(root):
            roots.append(root)
        else:
            violations.append(_foreign(number))
    if violations:
        raise RequestInvalid(violations)
    return roots


def _is_simulated(root: x509.Certificate) -> bool:
    return any(SIMULATED in str(attribute.value) for attribute in root.subject)


def _foreign(number: int) -> Violation:
    return Violation(
        "/certificates_pem",
        "foreign-root",
        f"Certificate {number} is of another authority than the simulated J-LIS ({SIMULATED}); who means it starts "
        "with --allow-foreign-roots (ONSHI_FOREIGN_TRUST_ROOTS).",
        "模擬J-LIS以外のルート証明書です。--allow-foreign-roots で起動した場合だけ登録できます。",
    )


def _violation(which: str, what: str) -> Violation:
    return Violation(
        "/certificates_pem", "not-a-root", f"Certificate{which} {what}.", "ルート証明書として読み取れません。"
    )
