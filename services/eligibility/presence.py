"""What a presence proof must be before its holder counts as present: claims, certificate status, signature."""

from datetime import datetime, timedelta

from services.eligibility.store import CardFacts
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.errors import (
    CardNotRegistered,
    CardNotUsable,
    CertificateRevoked,
    CertificateStatusUnknown,
    ProofMismatch,
    Violation,
)
from shared.pki.nonce import Nonce
from shared.pki.proof import PresenceProof
from shared.pki.tokens import Caller

AUDIENCE = "onshi-eligibility"
_CLOCK_TOLERANCE = timedelta(minutes=5)


def claims_must_fit(proof: PresenceProof, nonce: Nonce, purpose: PurposeOfUse | None, caller: Caller) -> None:
    """Hold what the card signed against this request; raises ProofMismatch with every difference."""
    claims = proof.claims
    differences = []
    if claims.aud != AUDIENCE:
        differences.append(
            _difference("aud", "It was signed for another service.", "別のサービス向けに署名されています。")
        )
    if claims.institution != caller.institution_code:
        differences.append(
            _difference(
                "institution",
                "It was signed for another institution.",
                "別の医療機関向けに署名されています。",
            )
        )
    if purpose is not None and claims.purpose is not purpose:
        differences.append(_difference("purpose", "The body names another purpose.", "本文の利用目的と一致しません。"))
    if abs(proof.signed_at - nonce.issued_at) > _CLOCK_TOLERANCE:
        differences.append(
            _difference(
                "iat",
                "It was signed more than five minutes from the nonce.",
                "署名時刻がノンスと5分以上離れています。",
            )
        )
    if claims.holder_verification in ("face", "visual") and caller.role is not Role.READER:
        # Only a reader can say that it compared faces; a PIN or a phone's sensor is checked by the card itself.
        differences.append(
            _difference(
                "holder_verification",
                "Face and visual checks count only from a reader.",
                "顔認証・目視確認は読取端末からのみ有効です。",
            )
        )
    if differences:
        raise ProofMismatch(differences)


def holder_of(facts: CardFacts, at: datetime) -> PersonRecord:
    """Return who holds the certificate.

    Raises, in this order: CertificateRevoked, CertificateStatusUnknown, CardNotRegistered, CardNotUsable.
    """
    if facts.is_revoked:
        raise CertificateRevoked
    if facts.status_fresh_until is None or at > facts.status_fresh_until:
        raise CertificateStatusUnknown
    if facts.person is None:
        raise CardNotRegistered
    if facts.person.self_information_blocked:
        raise CardNotUsable
    return facts.person


def _difference(claim: str, message: str, message_ja: str) -> Violation:
    return Violation(f"/presence_proof/{claim}", "mismatch", message, message_ja)
