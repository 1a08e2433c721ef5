"""The certificates that the authority issues to cards and phones: profile and end. Pure."""

from datetime import date, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import signing_hash
from services.jpki.authority.rules.profile import (
    ALTERNATIVE_NAME,
    COUNTRY,
    CaKind,
    distribution_points,
    key_usage,
)

_BIRTHDAYS = 5


def issue_certificate(
    authority: Authority,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    *,
    common_name: str,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    policy: x509.ObjectIdentifier,
    kind: CaKind | None = None,
    holder: x509.SubjectAlternativeName | None = None,
) -> x509.Certificate:
    """Issue a leaf for ``public_key``: 利用者証明用, or 署名用; None: of the authority's own kind.

    ``common_name`` is opaque; only ``holder`` names anybody, in a leaf of 署名用. ``policy`` (shared/pki/profile.py)
    says what carries the key. The instants have a zone and count whole seconds; ``not_after`` is the last second.
    """
    issuer_key_id = x509.SubjectKeyIdentifier(authority.key_id)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([COUNTRY, x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(authority.name)
        .public_key(public_key)
        .serial_number(serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(key_usage(issues=False, commits=(kind or authority.kind) is CaKind.SIGNATURE), critical=True)
        # Critical: a verifier that does not know the policy must refuse the certificate.
        .add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(policy, policy_qualifiers=None)]), critical=True
        )
        .add_extension(x509.IssuerAlternativeName([ALTERNATIVE_NAME]), critical=False)
        .add_extension(distribution_points(authority.name), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key_id), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    if holder is not None:
        builder = builder.add_extension(holder, critical=False)
    return builder.sign(authority.private_key, signing_hash(authority.private_key))


def certificate_end(
    birthdate: date, issued_on: date, card_end: date | None = None, authority_end: date | None = None
) -> date:
    """Return the last day of a certificate: the 5th birthday after issue, the card's or the authority's end.

    Issued on 2025-10-27 to someone born on a 17 February, it ends with 2030-02-17 (as observed on real cards).
    """
    first_year = issued_on.year if birthday(birthdate, issued_on.year) > issued_on else issued_on.year + 1
    ends = (birthday(birthdate, first_year + _BIRTHDAYS - 1), card_end, authority_end)
    return min(end for end in ends if end is not None)


def birthday(birthdate: date, year: int) -> date:
    """Return the day of ``year`` on which somebody born on ``birthdate`` has their birthday."""
    try:
        return birthdate.replace(year=year)
    except ValueError:
        # Born on 29 February: Japanese law adds the year with the end of the 28th (年齢計算ニ関スル法律, 民法143条).
        return date(year, 2, 28)
