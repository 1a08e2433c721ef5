"""What a check asks of a presence proof and of the certificate's holder."""

from datetime import datetime

from services.eligibility.checks.rules.facts import CardFacts
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.errors import CardNotRegistered, CardNotUsable
from shared.pki import presence
from shared.pki.nonce import Nonce
from shared.pki.presence import ANOTHER_INSTITUTION, FAR_FROM_NONCE, Expected, PresencePolicy, Words
from shared.pki.proof import PresenceProof
from shared.pki.tokens import Caller

POLICY = PresencePolicy(
    audience="onshi-eligibility",
    other_institution=ANOTHER_INSTITUTION,
    signed_too_far=FAR_FROM_NONCE,
    faces_not_compared=Words(
        "Face and visual checks count only from a reader.", "顔認証・目視確認は読取端末からのみ有効です。"
    ),
    accepts_grace=True,
)


def claims_must_fit(proof: PresenceProof, nonce: Nonce, purpose: PurposeOfUse | None, caller: Caller) -> None:
    """Hold what the card signed against this request; raises ProofMismatch with every difference."""
    expected = Expected(
        # Who stands for no institution cannot present a card.
        institution=caller.institution_code or "",
        around=nonce.issued_at,
        takes_compared_faces=caller.role is Role.READER,
        purpose=purpose,
    )
    presence.claims_must_fit(proof, POLICY, expected)


def holder_of(facts: CardFacts, at: datetime) -> PersonRecord:
    """Return who holds the certificate.

    Raises, in this order: CertificateRevoked, CertificateStatusUnknown, CardNotRegistered, CardNotUsable.
    """
    presence.status_must_hold(at, is_revoked=facts.is_revoked, fresh_until=facts.status_fresh_until)
    if facts.person is None:
        raise CardNotRegistered
    if facts.person.self_information_blocked:
        raise CardNotUsable
    return facts.person
