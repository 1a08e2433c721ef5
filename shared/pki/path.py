"""The pinned roots' word on a certificate, remembered, and its time, judged at every use.

What is pinned are the roots: a certificate that a caller sends along proves nothing. The chain (chain.py) is verified
once for each certificate that is accepted: here, or elsewhere under a root that is pinned here now and under today's
rules. Nothing of one that is refused is kept: anybody can make as many of those as they like.
"""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from cryptography import x509

from shared.errors import CertificateExpired, CertificateNotYetValid, CertificateUntrusted, CertificateWrongKind
from shared.pki.accepted_algorithms import is_accepted
from shared.pki.certificate_life import CertificateState, Life
from shared.pki.chain import Chain, Rejected, VerifiedCertificate, mark_of, read_leaf, read_verified
from shared.pki.roots import key_id_of_root

_MOST_BYTES = 64 * 1024 * 1024
_BYTES_EACH = 1536
"""What an accepted certificate takes: its digest, key and life, measured with RSA-2048 (the DER itself is not kept)."""


class VerifiedBefore(msgspec.Struct, frozen=True):
    """Which bytes were verified elsewhere, and on what that rested; ``digest`` is their SHA-256."""

    digest: bytes
    mark: bytes


class PresentedCertificate(msgspec.Struct, frozen=True):
    """A certificate that somebody presents, within its time. What it says of itself may be verified by nobody yet."""

    der: bytes
    digest: bytes
    authority_key_id: bytes
    """Of a pinned root, which has issued it if it says the truth."""
    serial_number: int
    verified: VerifiedCertificate | None
    """What was verified of it here, if it was."""


class CertificateVerifier:
    """Verifies leaves against one set of pinned roots."""

    def __init__(self, roots: Sequence[x509.Certificate]) -> None:
        self._chain = Chain(roots)
        self._marks = {key_id_of_root(root): mark_of(root) for root in roots}
        self._accepted: OrderedDict[bytes, VerifiedCertificate] = OrderedDict()

    def verify(self, der: bytes, at: datetime) -> tuple[VerifiedCertificate, CertificateState]:
        """Verify a certificate and its time as of ``at``.

        Raises, in this order: ProofUnreadable (it is no certificate), CertificateNotYetValid, CertificateExpired
        (its grace is over), CertificateUntrusted, CertificateWrongKind.
        """
        digest = sha256(der).digest()
        judged: VerifiedCertificate | Rejected | None = self._recall(digest)
        if judged is None or (isinstance(judged, VerifiedCertificate) and judged.carrier is None):
            judged = self._chain.judge(der)
            if isinstance(judged, VerifiedCertificate):
                self._remember(digest, judged)
        state = _state_in_use(judged.life, at)
        if isinstance(judged, Rejected):
            raise judged.refusal
        return _usable(judged, at), state

    def present(self, der: bytes, at: datetime) -> PresentedCertificate:
        """Read a certificate that may have been verified elsewhere; raises as ``verify`` where that cannot be.

        In grace it matters what carries the key: then the chain, which reads that, is verified here.
        """
        digest = sha256(der).digest()
        verified = self._recall(digest)
        if verified is None:
            leaf, life = read_leaf(der)
            is_in_grace = _state_in_use(life, at) is CertificateState.IN_GRACE
            # What is accepted names its root by key identifier, so those bytes are in it.
            named = [key_id for key_id in self._marks if key_id in der]
            if not named:
                raise CertificateUntrusted
            if len(named) == 1 and not is_in_grace:
                return PresentedCertificate(der, digest, named[0], leaf.serial_number, None)
            verified, _ = self.verify(der, at)
        elif _state_in_use(verified.life, at) is CertificateState.IN_GRACE and verified.carrier is None:
            verified, _ = self.verify(der, at)
        return PresentedCertificate(der, digest, verified.authority_key_id, verified.serial_number, verified)

    def accept(
        self, presented: PresentedCertificate, before: VerifiedBefore | None, at: datetime
    ) -> tuple[VerifiedCertificate, CertificateState]:
        """Return what is verified of a presented certificate; raises as ``verify``.

        Verified here, or elsewhere (``before``: what was, of this issuer and serial number), or else now.
        """
        verified = presented.verified
        if verified is None and before is not None and self._is_of(presented, before):
            verified = read_verified(presented.der, presented.authority_key_id)
            if verified is not None:
                self._remember(presented.digest, verified)
        if verified is None:
            verified, _ = self.verify(presented.der, at)
            if verified.authority_key_id != presented.authority_key_id:
                raise CertificateUntrusted
        return _usable(verified, at), _state_in_use(verified.life, at)

    @property
    def marks(self) -> Collection[bytes]:
        """On what verifications here rest."""
        return self._marks.values()

    def for_others(self, der: bytes, verified: VerifiedCertificate) -> VerifiedBefore:
        """Say of a certificate that was verified here what others need who pin the same root."""
        return VerifiedBefore(sha256(der).digest(), self._marks[verified.authority_key_id])

    def _is_of(self, presented: PresentedCertificate, before: VerifiedBefore) -> bool:
        return before.digest == presented.digest and before.mark == self._marks.get(presented.authority_key_id)

    def _recall(self, digest: bytes) -> VerifiedCertificate | None:
        verified = self._accepted.get(digest)
        if verified is not None:
            self._accepted.move_to_end(digest)
        return verified

    def _remember(self, digest: bytes, verified: VerifiedCertificate) -> None:
        self._accepted[digest] = verified
        if len(self._accepted) > _MOST_BYTES // _BYTES_EACH:
            self._accepted.popitem(last=False)


def _state_in_use(life: Life, at: datetime) -> CertificateState:
    state = life.state_at(at)
    if state is CertificateState.NOT_YET_VALID:
        raise CertificateNotYetValid
    if state is CertificateState.EXPIRED:
        raise CertificateExpired
    return state


def _usable(verified: VerifiedCertificate, at: datetime) -> VerifiedCertificate:
    if not is_accepted(verified.algorithm, at):
        raise CertificateWrongKind
    return verified
