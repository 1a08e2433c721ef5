"""The simulated authority for user authentication (利用者証明用認証局), and the certificates it issues.

After the real hierarchy as read from its public roots: three generations of one CA, each a self-signed root with a
key of its own, and all under ONE distinguished name. Only the key identifier and the signature tell them apart.
Pure: no clock, no database. What is J-LIS's in the names says JPKI-SIM here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from shared.clock import day_in_japan, start_of_day

PATTERN_DAY = date(2026, 11, 20)
"""The reference day on which the generations' days below hold as written."""
GENERATIONS: Mapping[int, tuple[date, date]] = MappingProxyType(
    {
        1: (date(2015, 10, 20), date(2025, 10, 19)),
        2: (date(2019, 9, 14), date(2029, 9, 14)),
        3: (date(2023, 7, 16), date(2033, 7, 15)),
    }
)
"""First and last day of each generation's root: the days of the real ones."""
KEY_BITS, PUBLIC_EXPONENT = 2048, 65537
FIRST_LEAF_SERIAL = 0x1000
"""Serials count up from here in each generation, so the same one occurs under several keys, on purpose."""
_BIRTHDAYS = 5

_COUNTRY = x509.NameAttribute(NameOID.COUNTRY_NAME, "JP")
AUTHORITY_NAME = x509.Name(
    [
        _COUNTRY,
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-SIM"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JPKI-SIM for user authentication"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Simulated by onshi, no authority"),
    ]
)
"""The one distinguished name of all generations."""
_ALTERNATIVE_NAME = x509.DirectoryName(
    x509.Name([_COUNTRY, x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-SIM（公的個人認証サービスの模擬）")])
)
# The real lists have a directory name where others have a URL.
_DISTRIBUTION_POINTS = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.DirectoryName(AUTHORITY_NAME)], None, None, None)]
)


@dataclass(frozen=True, slots=True)
class Authority:
    """One generation: its root and the key that signs."""

    generation: int
    certificate: x509.Certificate
    private_key: rsa.RSAPrivateKey = field(repr=False)

    @property
    def key_id(self) -> bytes:
        """The subject key identifier, by which leaves and lists name this generation."""
        return self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest

    @property
    def first_day(self) -> date:
        """The first day in Japan on which it is valid."""
        return day_in_japan(self.certificate.not_valid_before_utc)

    @property
    def last_day(self) -> date:
        """The last day in Japan on which it is valid."""
        return day_in_japan(self.certificate.not_valid_after_utc)


def new_private_key() -> rsa.RSAPrivateKey:
    """Return a fresh key of the profile's size; it takes some 30 ms of a core, outside the interpreter's lock."""
    return rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS)


def make_authority(generation: int, reference_day: date) -> Authority:
    """Make the root of ``generation`` (1, 2 or 3) with a fresh key.

    Its days are the real ones moved as far as ``reference_day`` is from the pattern's: on the reference day the
    first generation has been over for 13 months, the second and third are in force.
    """
    first_day, last_day = GENERATIONS[generation]
    moved = reference_day - PATTERN_DAY
    key = new_private_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(AUTHORITY_NAME)
        .issuer_name(AUTHORITY_NAME)
        .public_key(key.public_key())
        .serial_number(generation)
        .not_valid_before(start_of_day(first_day + moved))
        .not_valid_after(last_second(last_day + moved))
        .add_extension(_key_usage(issues=True), critical=True)
        .add_extension(x509.SubjectAlternativeName([_ALTERNATIVE_NAME]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_DISTRIBUTION_POINTS, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Authority(generation, certificate, key)


def issue_certificate(
    authority: Authority,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    *,
    common_name: str,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    policy: x509.ObjectIdentifier,
    kind: Literal["authentication", "signature"] = "authentication",
) -> x509.Certificate:
    """Issue a leaf for ``public_key``: 利用者証明用, or 署名用 (for tests that it is refused).

    ``common_name`` is opaque; a leaf never names its holder. ``policy`` (shared/pki/profile.py) says what carries the
    key. The instants have a zone and count whole seconds; ``not_after`` is the last second.
    """
    issuer_key_id = x509.SubjectKeyIdentifier(authority.key_id)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([_COUNTRY, x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(AUTHORITY_NAME)
        .public_key(public_key)
        .serial_number(serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(_key_usage(issues=False, commits=kind == "signature"), critical=True)
        # Critical: a verifier that does not know the policy must refuse the certificate.
        .add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(policy, policy_qualifiers=None)]), critical=True
        )
        .add_extension(x509.IssuerAlternativeName([_ALTERNATIVE_NAME]), critical=False)
        .add_extension(_DISTRIBUTION_POINTS, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key_id), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .sign(authority.private_key, SHA256())
    )


def certificate_end(
    birthdate: date, issued_on: date, card_end: date | None = None, authority_end: date | None = None
) -> date:
    """Return the last day of a certificate: the 5th birthday after issue, the card's or the authority's end.

    Issued on 2025-10-27 to someone born on a 17 February, it ends with 2030-02-17 (as observed on real cards).
    """
    first_year = issued_on.year if _birthday(birthdate, issued_on.year) > issued_on else issued_on.year + 1
    ends = (_birthday(birthdate, first_year + _BIRTHDAYS - 1), card_end, authority_end)
    return min(end for end in ends if end is not None)


def last_second(day: date) -> datetime:
    """Return 23:59:59 in Japan, 14:59:59Z: the last second of ``day``, as certificates end."""
    return start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)


def _birthday(birthdate: date, year: int) -> date:
    try:
        return birthdate.replace(year=year)
    except ValueError:
        # Born on 29 February: Japanese law adds the year with the end of the 28th (年齢計算ニ関スル法律, 民法143条).
        return date(year, 2, 28)


def _key_usage(*, issues: bool, commits: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
