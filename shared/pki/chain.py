"""From a certificate's bytes to a key that a trusted root vouches for: the rules.

All generations of the CA share one name, so the signature decides who has issued a leaf, and a leaf that names another
root contradicts itself. Whether a chain holds depends on the leaf's bytes, the root's bytes and these rules, and on
nothing else: so it is verified once, and ``mark_of`` says on what that rests (docs/decisions/0130).
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NoReturn

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from shared.errors import CertificateUntrusted, CertificateWrongKind, ProofUnreadable, Violation
from shared.pki.accepted_algorithms import algorithm_of
from shared.pki.certificate_life import LAST_END, Life, life_between
from shared.pki.leaf_usage import LeafUsage
from shared.pki.profile import Algorithm, PublicKey
from shared.pki.roots import is_for_signatures, key_id_of_root
from shared.pki.unreadable import UNREADABLE

RULES_VERSION = b"chain-1"
"""Of what is accepted here: raised with every change of it (a test holds the two together), which voids every mark."""


class VerifiedCertificate(msgspec.Struct, frozen=True):
    """A user-authentication certificate that a pinned root has issued."""

    authority_key_id: bytes
    """The key identifier of the root whose key verified it."""
    serial_number: int
    carrier: str | None
    """What carries the key: card, android or iphone. None: not read (``read_verified``)."""
    public_key: PublicKey
    algorithm: Algorithm
    """What a proof under this key must name."""
    life: Life


class Rejected(msgspec.Struct, frozen=True):
    """A certificate that is refused once its time is judged."""

    life: Life
    refusal: type[CertificateUntrusted | CertificateWrongKind]


class Chain:
    """Judges leaves against one set of pinned roots; it looks at no clock."""

    def __init__(self, roots: Sequence[x509.Certificate]) -> None:
        self._usage = LeafUsage()
        self._key_ids = {root: key_id_of_root(root) for root in roots}
        self._for_signatures = {root for root in roots if is_for_signatures(root)}
        self._builder = _builder(roots, self._usage) if roots else None

    def judge(self, der: bytes) -> VerifiedCertificate | Rejected:
        """Verify a certificate but for its time; raises ProofUnreadable when it is none."""
        leaf, life = read_leaf(der)
        not_after = leaf.not_valid_after_utc
        if self._builder is None or not_after > LAST_END:
            return Rejected(life, CertificateUntrusted)
        # 1. The chain, at the end of the leaf's life: its root must last as long. `verify` judges the time itself.
        #    On the way the library hands us the extensions that say what the certificate is for.
        usage = self._usage
        usage.forget()
        try:
            *_, root = self._builder.time(not_after).build_client_verifier().verify(leaf, []).chain
        except (VerificationError, *UNREADABLE):
            return Rejected(life, CertificateUntrusted)
        # 2. Its issuer: the root whose key verified it, and the leaf must name no other.
        key_id = self._key_ids[root]
        if not usage.names(root, key_id):
            return Rejected(life, CertificateUntrusted)
        # 3. Its kind: whose, for what use, under which policy, with which key. The library asks none of it.
        public_key = _key_of(leaf)
        algorithm = None if public_key is None else algorithm_of(public_key)
        is_for_authentication = usage.is_for_authentication and root not in self._for_signatures
        if usage.carrier is None or public_key is None or algorithm is None or not is_for_authentication:
            return Rejected(life, CertificateWrongKind)
        return VerifiedCertificate(key_id, leaf.serial_number, usage.carrier, public_key, algorithm, life)


def mark_of(root: x509.Certificate) -> bytes:
    """Return on what a verification under ``root`` rests, as one value: the root to the byte, and today's rules."""
    return sha256(RULES_VERSION + b"\0" + root.public_bytes(Encoding.DER)).digest()


def read_leaf(der: bytes) -> tuple[x509.Certificate, Life]:
    """Read a certificate and its life; raises ProofUnreadable."""
    try:
        leaf = x509.load_der_x509_certificate(der)
        return leaf, life_between(leaf.not_valid_before_utc, leaf.not_valid_after_utc)
    except UNREADABLE as error:
        _raise_no_certificate(error)


def read_verified(der: bytes, authority_key_id: bytes) -> VerifiedCertificate | None:
    """Return what a check needs of a certificate that is known to be good, byte by byte.

    Not what carries the key: that is in the extensions, which take longer to read than all the rest. None where no key
    of its kind is accepted any more.
    """
    leaf, life = read_leaf(der)
    public_key = _key_of(leaf)
    algorithm = None if public_key is None else algorithm_of(public_key)
    if public_key is None or algorithm is None:
        return None
    return VerifiedCertificate(authority_key_id, leaf.serial_number, None, public_key, algorithm, life)


def _builder(roots: Sequence[x509.Certificate], usage: LeafUsage) -> PolicyBuilder:
    issuing = ExtensionPolicy.permit_all().require_present(x509.BasicConstraints, Criticality.CRITICAL, None)
    return (
        PolicyBuilder()
        .store(Store(list(roots)))
        .max_chain_depth(0)
        .extension_policies(ca_policy=issuing, ee_policy=usage.policy())
    )


def _key_of(leaf: x509.Certificate) -> PublicKey | None:
    try:
        key = leaf.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else None


def _raise_no_certificate(cause: Exception) -> NoReturn:
    raise ProofUnreadable(
        [
            Violation(
                "/presence_proof",
                "certificate",
                "The x5c entry is not an X.509 certificate.",
                "x5c の値はX.509証明書ではありません。",
            )
        ]
    ) from cause
