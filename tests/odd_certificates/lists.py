"""Revocation lists that a pinned root really signed and that are not used, each with one thing wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import AUTHORITY_NAME
from services.jpki.odd.leaf import Extension, named

_UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.1"), b"\x05\x00")
_NAMES = [x509.DirectoryName(AUTHORITY_NAME)]


@dataclass(frozen=True)
class RevokingList:
    """What a list says; replace what should be odd. It revokes one certificate, 4096."""

    issuer: x509.Name = AUTHORITY_NAME
    this_update: datetime = datetime(2026, 11, 20, 3, tzinfo=UTC)
    next_update: datetime = datetime(2026, 11, 21, 3, tzinfo=UTC)
    more: tuple[Extension, ...] = ()
    of_entry: tuple[Extension, ...] = ()
    names: Authority | None = None
    """None: who signs it."""

    def signed_by(self, authority: Authority) -> bytes:
        """Return the list, DER."""
        entry = x509.RevokedCertificateBuilder().serial_number(4096).revocation_date(self.this_update)
        for extension, is_critical in self.of_entry:
            entry = entry.add_extension(extension, is_critical)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuer)
            .last_update(self.this_update)
            .next_update(self.next_update)
            .add_extension(named((self.names or authority).key_id), critical=False)
            .add_revoked_certificate(entry.build())
        )
        for extension, is_critical in self.more:
            builder = builder.add_extension(extension, is_critical)
        return builder.sign(authority.private_key, SHA256()).public_bytes(Encoding.DER)


def _point(**more: bool) -> RevokingList:
    limits = {
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
        **more,
    }
    point = x509.IssuingDistributionPoint(
        full_name=None if any(more.values()) else _NAMES, relative_name=None, only_some_reasons=None, **limits
    )
    return RevokingList(more=((point, True),))


def _some_reasons() -> RevokingList:
    point = x509.IssuingDistributionPoint(
        full_name=None,
        relative_name=None,
        only_contains_user_certs=False,
        only_contains_ca_certs=False,
        only_some_reasons=frozenset({x509.ReasonFlags.key_compromise}),
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )
    return RevokingList(more=((point, True),))


ODD_LISTS: Final[Mapping[str, RevokingList]] = {
    "something critical that nobody knows": RevokingList(more=((_UNKNOWN, True),)),
    "only users' certificates": _point(only_contains_user_certs=True),
    "only authorities' certificates": _point(only_contains_ca_certs=True),
    "only attribute certificates": _point(only_contains_attribute_certs=True),
    "only some reasons": _some_reasons(),
    "only one place": _point(),
    "indirect": _point(indirect_crl=True),
    "a difference": RevokingList(more=((x509.DeltaCRLIndicator(1), True),)),
    "a difference, said without weight": RevokingList(more=((x509.DeltaCRLIndicator(1), False),)),
    "another issuer's name": RevokingList(issuer=x509.Name([])),
    "an entry of another issuer": RevokingList(of_entry=((x509.CertificateIssuer(_NAMES), True),)),
    "an entry of another issuer, said without weight": RevokingList(
        of_entry=((x509.CertificateIssuer(_NAMES), False),)
    ),
    "an entry with something critical that nobody knows": RevokingList(of_entry=((_UNKNOWN, True),)),
    "an entry that takes back": RevokingList(
        of_entry=((x509.CRLReason(x509.ReasonFlags.remove_from_crl), False),),
    ),
    "no time in which it is good": RevokingList(next_update=datetime(2026, 11, 20, 3, tzinfo=UTC)),
}
"""What each is, or is about."""
