"""The simulated authorities for user authentication (利用者証明用認証局) and for signatures (署名用認証局).

After the real hierarchies as read from their public roots: three generations of each, each a self-signed root with a
key of its own, and all of one authority under ONE distinguished name. Only the key identifier and the signature tell
them apart. Pure: no clock, no database. What is J-LIS's in the names says JPKI-SIM here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from cryptography import x509

from services.jpki.authority.rules.keys import KeyKind, PrivateKey, new_key, signing_hash
from services.jpki.authority.rules.profile import (
    ALTERNATIVE_NAME,
    CaKind,
    distribution_points,
    key_usage,
    last_second,
)
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
FIRST_LEAF_SERIAL = 0x1000
"""Serials count up from here in each generation, so the same one occurs under several keys, on purpose."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One generation: its root and the key that signs."""

    generation: int
    certificate: x509.Certificate
    private_key: PrivateKey = field(repr=False)
    kind: CaKind = CaKind.AUTHENTICATION
    issues_from: date | None = None
    """From when it issues certificates; None: from its first day."""
    link: bytes | None = None
    """DER: its key, certified by the generation before (rollover.py). None for the first three."""

    @property
    def name(self) -> x509.Name:
        """The distinguished name, which all generations share."""
        return self.certificate.subject

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


def make_authority(
    generation: int,
    reference_day: date,
    kind: CaKind = CaKind.AUTHENTICATION,
    key_kind: KeyKind = KeyKind.RSA_2048,
) -> Authority:
    """Make the root of ``generation`` (1, 2 or 3) with a fresh key.

    Its days are the real ones moved as far as ``reference_day`` is from the pattern's: on the reference day the
    first generation has been over for 13 months, the second and third are in force.
    """
    first_day, last_day = GENERATIONS[generation]
    moved = reference_day - PATTERN_DAY
    return make_root(kind, generation, first_day + moved, last_day + moved, new_key(key_kind))


def reference_day_of(generation: int, first_day: date) -> date:
    """Return the reference day of a world in which ``generation`` (1, 2 or 3) began on ``first_day``."""
    return PATTERN_DAY + (first_day - GENERATIONS[generation][0])


def make_root(kind: CaKind, generation: int, first_day: date, last_day: date, key: PrivateKey) -> Authority:
    """Make the self-signed root of one generation."""
    name = kind.authority_name
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(generation)
        .not_valid_before(start_of_day(first_day))
        .not_valid_after(last_second(last_day))
        .add_extension(key_usage(issues=True), critical=True)
        .add_extension(x509.SubjectAlternativeName([ALTERNATIVE_NAME]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(distribution_points(name), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, signing_hash(key))
    )
    return Authority(generation, certificate, key, kind)
