"""From a certificate's bytes to a key that a trusted root vouches for.

What is pinned are the roots: a certificate that a caller sends along proves nothing. All generations of the CA share
one name, so the issuer is found by key identifier and the signature decides. The chain is verified once for each
certificate (a bounded cache); its time is judged at every use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
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
from shared.pki.certificate_life import CertificateState, Life, life_between
from shared.pki.profile import CARRIERS, EC_CURVE, LEAST_RSA_BITS, Algorithm, PublicKey

_CACHED_CERTIFICATES = 50_000


@dataclass(frozen=True, slots=True)
class VerifiedCertificate:
    """A user-authentication certificate that a pinned root has issued."""

    authority_key_id: bytes
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
        self._usage = _LeafUsage()
        self._builder = _builder(roots, self._usage) if roots else None
        self._judge_once = lru_cache(maxsize=_CACHED_CERTIFICATES)(self._judge)

    def verify(self, der: bytes, at: datetime) -> tuple[VerifiedCertificate, CertificateState]:
        """Verify a certificate and its time as of ``at``.

        Raises, in this order: ProofUnreadable (it is no certificate), CertificateNotYetValid, CertificateExpired
        (its grace is over), CertificateUntrusted, CertificateWrongKind.
        """
        judged = self._judge_once(der)
        state = judged.life.state_at(at)
        if state is CertificateState.NOT_YET_VALID:
            raise CertificateNotYetValid
        if state is CertificateState.EXPIRED:
            raise CertificateExpired
        if isinstance(judged, _Rejected):
            raise judged.refusal
        return judged, state

    def _judge(self, der: bytes) -> VerifiedCertificate | _Rejected:
        try:
            leaf = x509.load_der_x509_certificate(der)
            not_after = leaf.not_valid_after_utc
            life = life_between(leaf.not_valid_before_utc, not_after)
        except ValueError as error:
            _raise_no_certificate(error)
        if self._builder is None:
            return _Rejected(life, CertificateUntrusted)
        # 1. The chain, at the end of the leaf's life: its root must last as long. `verify` judges the time itself.
        #    On the way the library hands us the extensions that say what the certificate is for.
        usage = self._usage
        usage.forget()
        try:
            self._builder.time(not_after).build_client_verifier().verify(leaf, [])
        except (VerificationError, ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
            return _Rejected(life, CertificateUntrusted)
        # 2. Its kind: what it may be used for, under which policy, with which key. The library asks none of it.
        public_key = _accepted_key(leaf)
        if usage.carrier is None or public_key is None or not usage.is_for_authentication:
            return _Rejected(life, CertificateWrongKind)
        algorithm: Algorithm = "RS256" if isinstance(public_key, rsa.RSAPublicKey) else "ES384"
        return VerifiedCertificate(
            usage.authority_key_id, leaf.serial_number, usage.carrier, public_key, algorithm, life
        )


class _LeafUsage:
    """What a leaf says of its use, noted while the library verifies it. It never raises: kind is judged apart."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin with another leaf."""
        self.carrier: str | None = None
        self.is_for_authentication = False
        self.authority_key_id = b""

    def note_issuer(self, _policy: Policy, _leaf: x509.Certificate, identifier: x509.AuthorityKeyIdentifier) -> None:
        """Keep which of the roots it names: all generations bear the same name."""
        self.authority_key_id = identifier.key_identifier or b""

    def note_usage(self, _policy: Policy, _leaf: x509.Certificate, usage: x509.KeyUsage | None) -> None:
        """署名用 certificates add content commitment (nonRepudiation); a CA's would sign certificates."""
        self.is_for_authentication = (
            usage is not None and usage.digital_signature and not (usage.content_commitment or usage.key_cert_sign)
        )

    def note_policies(
        self, _policy: Policy, _leaf: x509.Certificate, policies: x509.CertificatePolicies | None
    ) -> None:
        """Keep what carries the key, which exactly one policy says."""
        if policies is not None and len(policies) == 1:
            self.carrier = CARRIERS.get(policies[0].policy_identifier)


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


def _builder(roots: Sequence[x509.Certificate], usage: _LeafUsage) -> PolicyBuilder:
    issuing = ExtensionPolicy.permit_all().require_present(x509.BasicConstraints, Criticality.CRITICAL, None)
    leaf = (
        ExtensionPolicy.permit_all()
        .require_present(x509.AuthorityKeyIdentifier, Criticality.AGNOSTIC, usage.note_issuer)
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, usage.note_usage)
        # Critical in a real leaf, which the library accepts only because somebody here looks at it.
        .may_be_present(x509.CertificatePolicies, Criticality.AGNOSTIC, usage.note_policies)
    )
    return (
        PolicyBuilder()
        .store(Store(list(roots)))
        .max_chain_depth(0)
        .extension_policies(ca_policy=issuing, ee_policy=leaf)
    )


def _accepted_key(leaf: x509.Certificate) -> PublicKey | None:
    try:
        key = leaf.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    if isinstance(key, rsa.RSAPublicKey):
        return key if key.key_size >= LEAST_RSA_BITS else None
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key if key.curve.name == EC_CURVE else None
    return None


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
