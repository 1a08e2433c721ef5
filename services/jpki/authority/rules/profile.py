"""What roots and leaves have alike: names, uses of their key, days on which they end. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.x509.oid import NameOID

from shared.clock import start_of_day
from shared.pki.profile import AUTHENTICATION_UNIT, SIGNATURE_UNIT, SIMULATED

COUNTRY = x509.NameAttribute(NameOID.COUNTRY_NAME, "JP")
ALTERNATIVE_NAME = x509.DirectoryName(
    x509.Name([COUNTRY, x509.NameAttribute(NameOID.ORGANIZATION_NAME, "JPKI-SIM（公的個人認証サービスの模擬）")])
)
_UNITS = {"authentication": AUTHENTICATION_UNIT, "signature": SIGNATURE_UNIT}


class CaKind(StrEnum):
    """The two authorities of J-LIS: each has roots and serial numbers of its own."""

    AUTHENTICATION = "authentication"
    """利用者証明用認証局."""
    SIGNATURE = "signature"
    """署名用認証局."""

    @property
    def authority_name(self) -> x509.Name:
        """The one distinguished name of all its generations."""
        return x509.Name(
            [
                COUNTRY,
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, SIMULATED),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _UNITS[self.value]),
                x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "Simulated by onshi, no authority"),
            ]
        )


AUTHORITY_NAME = CaKind.AUTHENTICATION.authority_name
"""The name of the authority for user authentication."""


def distribution_points(authority: x509.Name) -> x509.CRLDistributionPoints:
    """Return where the lists are: the real certificates have a directory name where others have a URL."""
    return x509.CRLDistributionPoints([x509.DistributionPoint([x509.DirectoryName(authority)], None, None, None)])


def last_second(day: date) -> datetime:
    """Return 23:59:59 in Japan, 14:59:59Z: the last second of ``day``, as certificates end."""
    return start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)


def key_usage(*, issues: bool, commits: bool = False) -> x509.KeyUsage:
    """Return what a key may do: an authority's issues, a leaf's signs, and one of 署名用 commits its holder."""
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
