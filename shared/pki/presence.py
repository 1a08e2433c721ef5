"""Whether a presence proof shows that the card's holder is there: one verifier, for every service that takes proofs.

A check (資格確認), a registration (初回登録) and the patient's portal ask for the same in this order, each under a
policy of its own: the claims fit, a pinned root vouches for the certificate, the signature is the card's, the
certificate is not revoked. Until all of it holds, nothing that was read about the holder counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from shared.domain.purposes import PurposeOfUse
from shared.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateStatusUnknown,
    CertificateUntrusted,
    CertificateWrongKind,
    ProofMismatch,
    SignatureInvalid,
    Violation,
)
from shared.pki.certificate_life import CertificateState
from shared.pki.chain import VerifiedCertificate
from shared.pki.proof import PresenceProof

PRESENCE_REFUSALS: Final = (
    ProofMismatch,
    CertificateNotYetValid,
    CertificateExpired,
    CertificateUntrusted,
    CertificateWrongKind,
    SignatureInvalid,
    CertificateRevoked,
    CertificateStatusUnknown,
)
"""What a proof that can be read is refused with, in the order of the steps: for the API documents."""
_COMPARED_FACES = ("face", "visual")
"""Somebody else compared faces; a PIN or a phone's sensor is checked by the card itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """Why a claim does not fit, in both languages."""

    message: str
    message_ja: str


ANOTHER_INSTITUTION: Final = Words("It was signed for another institution.", "別の医療機関向けに署名されています。")
FAR_FROM_NONCE: Final = Words(
    "It was signed more than five minutes from the nonce.", "署名時刻がノンスと5分以上離れています。"
)
FAR_FROM_NOW: Final = Words("It was signed more than five minutes from now.", "署名時刻が現在と5分以上離れています。")
_ANOTHER_SERVICE: Final = Words("It was signed for another service.", "別のサービス向けに署名されています。")
_ANOTHER_PURPOSE: Final = Words("The body names another purpose.", "本文の利用目的と一致しません。")
_TOLERANCE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """What a service asks of every proof."""

    audience: str
    other_institution: Words
    signed_too_far: Words
    """Said when ``iat`` lies more than five minutes from where it must."""
    faces_not_compared: Words
    """Who may compare faces here."""
    accepts_grace: bool = False
    """Whether a certificate in the three months after its end still counts: for eligibility only."""


class Expected(msgspec.Struct, frozen=True):
    """What one request asks of its proof."""

    institution: str | None
    """None: any is taken."""
    around: datetime
    """Where ``iat`` must lie: when the nonce was issued, or now where there is none of ours."""
    takes_compared_faces: bool
    purpose: PurposeOfUse | None = None
    """None: the request names no purpose besides the signed one."""


def claims_must_fit(proof: PresenceProof, policy: PresencePolicy, expected: Expected) -> None:
    """Hold what the card signed against the request; raises ProofMismatch with every difference."""
    claims, differences = proof.claims, []
    if claims.aud != policy.audience:
        differences.append(_difference("aud", _ANOTHER_SERVICE))
    if expected.institution is not None and claims.institution != expected.institution:
        differences.append(_difference("institution", policy.other_institution))
    if expected.purpose is not None and claims.purpose is not expected.purpose:
        differences.append(_difference("purpose", _ANOTHER_PURPOSE))
    if abs(proof.signed_at - expected.around) > _TOLERANCE:
        differences.append(_difference("iat", policy.signed_too_far))
    if claims.holder_verification in _COMPARED_FACES and not expected.takes_compared_faces:
        differences.append(_difference("holder_verification", policy.faces_not_compared))
    if differences:
        raise ProofMismatch(differences)


def certificate_must_fit(
    proof: PresenceProof, certificate: VerifiedCertificate, state: CertificateState, policy: PresencePolicy
) -> None:
    """Hold a certificate that a root vouches for against the proof; raises CertificateExpired, CertificateWrongKind."""
    # Only the card itself has a grace, never a phone (厚生労働省, スマートフォンのマイナ保険証利用).
    if state is CertificateState.IN_GRACE and not (policy.accepts_grace and certificate.carrier == "card"):
        raise CertificateExpired
    if proof.algorithm != certificate.algorithm:
        raise CertificateWrongKind


def status_must_hold(at: datetime, *, is_revoked: bool, fresh_until: datetime | None) -> None:
    """Judge what is published of a certificate's status; raises CertificateRevoked, CertificateStatusUnknown.

    ``fresh_until``: until when the authority's revocation list can be trusted; None when there is none.
    """
    if is_revoked:
        raise CertificateRevoked
    if fresh_until is None or at > fresh_until:
        raise CertificateStatusUnknown


def _difference(claim: str, words: Words) -> Violation:
    return Violation(f"/presence_proof/{claim}", "mismatch", words.message, words.message_ja)
