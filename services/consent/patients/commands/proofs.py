"""What a presence proof must be before its holder counts as signed in to the portal.

Stricter than a check: nobody compares faces there, and a certificate after its end opens nothing.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.identifiers import InstitutionCode
from shared.errors import CardNotRegistered
from shared.pki import presence
from shared.pki.chain import VerifiedCertificate
from shared.pki.nonce import Nonce
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.presence import FAR_FROM_NONCE, Expected, PresencePolicy, Words
from shared.pki.proof import PresenceProof, verify_signature
from shared.pki.serials import serial_bytes
from shared.published.registry import read_card_certificate
from shared.published.trusted import read_trust_roots

PORTAL_CODE = InstitutionCode("0000000000")
"""What a proof for the portal names as ``institution``: the portal is none."""
POLICY = PresencePolicy(
    audience="onshi-portal",
    other_institution=Words(f"The portal is {PORTAL_CODE}.", f"ポータルの番号は{PORTAL_CODE}です。"),
    signed_too_far=FAR_FROM_NONCE,
    faces_not_compared=Words("Nobody compares faces here.", "顔認証・目視確認は使用できません。"),
)


def claims_must_fit(proof: PresenceProof, nonce: Nonce) -> None:
    """Hold what the card signed against signing in; raises ProofMismatch with every difference."""
    presence.claims_must_fit(proof, POLICY, Expected(PORTAL_CODE, nonce.issued_at, takes_compared_faces=False))


async def holder_of(
    connection: AsyncConnection, pinned: PinnedRoots, proof: PresenceProof, at: datetime, known_at: datetime
) -> tuple[str, VerifiedCertificate]:
    """Return the person whose card signed, as registered at ``known_at``, and its certificate.

    Raises the refusals of certificate, signature and status, in the order of a check, then CardNotRegistered.
    """
    verifier = pinned.pin(await read_trust_roots(connection, at))
    certificate, state = verifier.verify(proof.certificate_der, at)
    presence.certificate_must_fit(proof, certificate, state, POLICY)
    verify_signature(proof, certificate.public_key)
    serial_number = serial_bytes(certificate.serial_number)
    recorded = await read_card_certificate(connection, certificate.authority_key_id, serial_number, known_at)
    presence.status_must_hold(at, is_revoked=recorded.is_revoked, fresh_until=recorded.status_fresh_until)
    if recorded.person_id is None:
        raise CardNotRegistered
    return str(recorded.person_id), certificate
