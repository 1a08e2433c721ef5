"""Leaves that a pinned root really signed and that are refused all the same, each with one thing wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from services.jpki.authority.rules.profile import AUTHORITY_NAME
from shared.pki.profile import ANDROID_POLICY, AUTHENTICATION_POLICY, SIGNATURE_POLICY
from tests.odd_certificates.leaf import Leaf, named, usage

_WRONG_KIND, _UNTRUSTED, _EXPIRED = "certificate-wrong-kind", "certificate-untrusted", "certificate-expired"


@dataclass(frozen=True)
class OddLeaf:
    """A leaf and the refusal that it gets."""

    leaf: Leaf
    code: str


def _with(extension: x509.ExtensionType, *, critical: bool = True) -> Leaf:
    return Leaf(more=((extension, critical),))


def _for(purpose: x509.ObjectIdentifier) -> Leaf:
    return _with(x509.ExtendedKeyUsage([purpose]), critical=False)


KINDS: Final[Mapping[str, OddLeaf]] = {
    name: OddLeaf(leaf, _WRONG_KIND)
    for name, leaf in {
        "it is a CA": _with(x509.BasicConstraints(ca=True, path_length=None)),
        "it is a CA, said without weight": _with(x509.BasicConstraints(ca=True, path_length=0), critical=False),
        "it signs certificates": Leaf(key_usage=usage("digital_signature", "key_cert_sign")),
        "it signs revocation lists": Leaf(key_usage=usage("digital_signature", "crl_sign")),
        "it commits to content": Leaf(key_usage=usage("digital_signature", "content_commitment")),
        "it only enciphers": Leaf(key_usage=usage("key_encipherment")),
        "it says nothing of its use": Leaf(key_usage=None),
        "it is for servers": _for(ExtendedKeyUsageOID.SERVER_AUTH),
        "it signs OCSP answers": _for(ExtendedKeyUsageOID.OCSP_SIGNING),
        "it signs programs": _for(ExtendedKeyUsageOID.CODE_SIGNING),
        "it constrains names": _with(x509.NameConstraints([x509.DNSName("a.example")], None)),
        "it constrains names without weight": _with(
            x509.NameConstraints(None, [x509.DNSName("a.example")]), critical=False
        ),
        "it has no policy": Leaf(policies=()),
        "it has the policy of signatures": Leaf(policies=(SIGNATURE_POLICY,)),
        "it has two policies": Leaf(policies=(AUTHENTICATION_POLICY, ANDROID_POLICY)),
        "its RSA key is short": Leaf(
            public_key=rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - short on purpose
        ),
        "its curve is another": Leaf(public_key=ec.generate_private_key(ec.SECP256R1()).public_key()),
    }.items()
}
"""Of another kind."""

PATHS: Final[Mapping[str, OddLeaf]] = {
    name: OddLeaf(leaf, _UNTRUSTED)
    for name, leaf in {
        "it names an issuer that nobody knows": Leaf(authority=named(b"z" * 20)),
        "it names its issuer by no key": Leaf(authority=named(None)),
        "it names no issuer's key at all": Leaf(names_no_authority=True),
        "it names another certificate of its issuer": Leaf(
            authority=x509.AuthorityKeyIdentifier(None, [x509.DirectoryName(AUTHORITY_NAME)], 99)
        ),
        "it bears another issuer's name": Leaf(issuer=x509.Name([])),
        "it has a critical extension that nobody knows": _with(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.1"), b"\x05\x00")
        ),
        "it outlives its root": Leaf(not_after=datetime(2033, 7, 15, 15, 0, 0, tzinfo=UTC)),
    }.items()
}
"""With something wrong in who issued it."""

DAYS: Final[Mapping[str, OddLeaf]] = {
    "it never ends": OddLeaf(Leaf(not_after=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)), _UNTRUSTED),
    "its last day does not exist in Japan": OddLeaf(
        Leaf(not_after=datetime(9999, 12, 31, 15, 0, tzinfo=UTC)), _UNTRUSTED
    ),
    "its grace ends after the calendar": OddLeaf(Leaf(not_after=datetime(9999, 10, 1, tzinfo=UTC)), _UNTRUSTED),
    "it ended in 1950": OddLeaf(
        Leaf(not_before=datetime(1950, 1, 1, tzinfo=UTC), not_after=datetime(1950, 1, 2, tzinfo=UTC)), _EXPIRED
    ),
}
"""With days at the ends of the calendar."""

ALL: Final[Mapping[str, OddLeaf]] = {**KINDS, **PATHS, **DAYS}
