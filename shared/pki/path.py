"""From a certificate's bytes to a key that a trusted root vouches for.

What is pinned are the roots: a certificate that a caller sends along proves nothing. All generations of the CA share
one name, so the signature decides who has issued a leaf, and a leaf that names another root contradicts itself. The
chain is verified once for each certificate that is accepted; its time is judged at every use. Nothing of one that is
refused is kept: anybody can make as many of those as they like.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from shared.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUntrusted,
    CertificateWrongKind,
    ProofUnreadable,
    Violation,
)
from shared.pki.accepted_algorithms import algorithm_of, is_accepted
from shared.pki.certificate_life import LAST_END, CertificateState, Life, life_between
from shared.pki.leaf_usage import LeafUsage
from shared.pki.profile import SIGNATURE_UNIT, Algorithm, PublicKey

_MOST_BYTES = 64 * 1024 * 1024
_BYTES_EACH = 1536
"""What an accepted certificate takes: its digest, key and life, measured with RSA-2048 (the DER itself is not kept)."""


@dataclass(frozen=True, slots=True)
class VerifiedCertificate:
    """A user-authentication certificate that a pinned root has issued."""

    authority_key_id: bytes
    """The key identifier of the root whose key verified it."""
    serial_number: int
    carrier: str
    """What carries the key: card, android or iphone."""
    public_key: PublicKey
    algorithm: Algorithm
    """What a proof under this key must name."""
    life: Life


@dataclass(frozen=True, slots=True)
class _Rejected:
    life: Life
    refusal: type[CertificateUntrusted | CertificateWrongKind]


class CertificateVerifier:
    """Verifies leaves against one set of pinned roots."""

    def __init__(self, roots: Sequence[x509.Certificate]) -> None:
        self._usage = LeafUsage()
        self._key_ids = {root: key_id_of_root(root) for root in roots}
        self._for_signatures = {root for root in roots if is_for_signatures(root)}
        self._builder = _builder(roots, self._usage) if roots else None
        self._accepted: OrderedDict[bytes, VerifiedCertificate] = OrderedDict()

    def verify(self, der: bytes, at: datetime) -> tuple[VerifiedCertificate, CertificateState]:
        """Verify a certificate and its time as of ``at``.

        Raises, in this order: ProofUnreadable (it is no certificate), CertificateNotYetValid, CertificateExpired
        (its grace is over), CertificateUntrusted, CertificateWrongKind.
        """
        judged = self._recall_or_judge(der)
        state = judged.life.state_at(at)
        if state is CertificateState.NOT_YET_VALID:
            raise CertificateNotYetValid
        if state is CertificateState.EXPIRED:
            raise CertificateExpired
        if isinstance(judged, _Rejected):
            raise judged.refusal
        if not is_accepted(judged.algorithm, at):
            raise CertificateWrongKind
        return judged, state

    def _recall_or_judge(self, der: bytes) -> VerifiedCertificate | _Rejected:
        accepted, digest = self._accepted, sha256(der).digest()
        judged = accepted.get(digest) or self._judge(der)
        if isinstance(judged, VerifiedCertificate):
            accepted[digest] = judged
            accepted.move_to_end(digest)
            if len(accepted) > _MOST_BYTES // _BYTES_EACH:
                accepted.popitem(last=False)
        return judged

    def _judge(self, der: bytes) -> VerifiedCertificate | _Rejected:
        try:
            leaf = x509.load_der_x509_certificate(der)
            not_after = leaf.not_valid_after_utc
            life = life_between(leaf.not_valid_before_utc, not_after)
        except ValueError as error:
            _raise_no_certificate(error)
        if self._builder is None or not_after > LAST_END:
            return _Rejected(life, CertificateUntrusted)
        # 1. The chain, at the end of the leaf's life: its root must last as long. `verify` judges the time itself.
        #    On the way the library hands us the extensions that say what the certificate is for.
        usage = self._usage
        usage.forget()
        try:
            *_, root = self._builder.time(not_after).build_client_verifier().verify(leaf, []).chain
        except (VerificationError, ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
            return _Rejected(life, CertificateUntrusted)
        # 2. Its issuer: the root whose key verified it, and the leaf must name no other.
        key_id = self._key_ids[root]
        if not usage.names(root, key_id):
            return _Rejected(life, CertificateUntrusted)
        # 3. Its kind: whose, for what use, under which policy, with which key. The library asks none of it.
        public_key = _key_of(leaf)
        algorithm = None if public_key is None else algorithm_of(public_key)
        is_for_authentication = usage.is_for_authentication and root not in self._for_signatures
        if usage.carrier is None or public_key is None or algorithm is None or not is_for_authentication:
            return _Rejected(life, CertificateWrongKind)
        return VerifiedCertificate(key_id, leaf.serial_number, usage.carrier, public_key, algorithm, life)


def load_root(der: bytes) -> x509.Certificate:
    """Return a root to pin; raises ValueError when it is not a self-signed CA certificate with a key identifier."""
    try:
        root = x509.load_der_x509_certificate(der)
        root.verify_directly_issued_by(root)
        is_authority = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        key_id_of_root(root)
    except (x509.ExtensionNotFound, InvalidSignature, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("not a self-signed CA certificate") from error
    if not is_authority:
        raise ValueError("not a CA certificate")
    return root


def key_id_of_root(root: x509.Certificate) -> bytes:
    """Return the subject key identifier of a root."""
    return root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def is_for_signatures(root: x509.Certificate) -> bool:
    """Tell whether a root is of the authority for signatures (署名用認証局): its certificates never authenticate."""
    units = root.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return any(unit.value == SIGNATURE_UNIT for unit in units)


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
