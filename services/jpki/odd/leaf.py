"""A leaf that says what somebody wants it to say; ordinary in everything that is not named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import AUTHORITY_NAME
from shared.pki.profile import AUTHENTICATION_POLICY

_BITS = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
Extension = tuple[x509.ExtensionType, bool]
"""An extension, and whether it is critical."""


def usage(*bits: str) -> x509.KeyUsage:
    """Return a keyUsage with these bits and no other."""
    return x509.KeyUsage(**{bit: bit in bits for bit in _BITS})


_AUTHENTICATES = usage("digital_signature")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a leaf says; replace what should be odd."""

    public_key: Any
    serial_number: int
    not_before: datetime
    not_after: datetime
    common_name: str = "SIM0000000001A"
    issuer: x509.Name = AUTHORITY_NAME
    key_usage: x509.KeyUsage | None = _AUTHENTICATES
    policies: tuple[x509.ObjectIdentifier, ...] = (AUTHENTICATION_POLICY,)
    authority: x509.AuthorityKeyIdentifier | None = None
    """None: the key identifier of who signs it."""
    names_no_authority: bool = False
    more: tuple[Extension, ...] = ()

    def signed_by(self, authority: Authority) -> x509.Certificate:
        """Return the certificate."""
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.common_name)]))
            .issuer_name(self.issuer)
            .public_key(self.public_key)
            .serial_number(self.serial_number)
            .not_valid_before(self.not_before)
            .not_valid_after(self.not_after)
        )
        for extension, is_critical in (*self._usual(authority), *self.more):
            builder = builder.add_extension(extension, is_critical)
        return builder.sign(authority.private_key, SHA256())

    def _usual(self, authority: Authority) -> list[Extension]:
        usual: list[Extension] = []
        if self.key_usage is not None:
            usual.append((self.key_usage, True))
        if self.policies:
            usual.append(
                (x509.CertificatePolicies([x509.PolicyInformation(each, None) for each in self.policies]), True)
            )
        if not self.names_no_authority:
            usual.append((self.authority or named(authority.key_id), False))
        return usual


def named(key_id: bytes | None) -> x509.AuthorityKeyIdentifier:
    """Return what names an issuer by its key identifier alone."""
    return x509.AuthorityKeyIdentifier(key_id, None, None)
