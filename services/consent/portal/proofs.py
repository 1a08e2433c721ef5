"""What a presence proof must be before its holder counts as signed in to the portal.

Stricter than a check: nobody compares faces there, and a certificate after its end opens nothing.
"""

from datetime import datetime, timedelta

from cryptography import x509
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.identifiers import InstitutionCode
from shared.errors import (
    CardNotRegistered,
    CertificateExpired,
    CertificateRevoked,
    CertificateStatusUnknown,
    CertificateWrongKind,
    ProofMismatch,
    Violation,
)
from shared.pki.certificate_life import CertificateState
from shared.pki.nonce import Nonce
from shared.pki.path import CertificateVerifier, VerifiedCertificate
from shared.pki.proof import PresenceProof, verify_signature
from shared.pki.serials import serial_bytes

AUDIENCE = "onshi-portal"
PORTAL_CODE = InstitutionCode("0000000000")
"""What a proof for the portal names as ``institution``: the portal is none."""
_CLOCK_TOLERANCE = timedelta(minutes=5)

_FACTS = """
SELECT c.person_id, r.serial_number IS NOT NULL AS is_revoked, s.next_update
FROM (SELECT $1::bytea AS authority_key_id, $2::bytea AS serial_number) q
LEFT JOIN registry_published.card_certificates c
       ON c.authority_key_id = q.authority_key_id AND c.serial_number = q.serial_number
      AND c.known_from <= $3 AND $3 < c.known_to
LEFT JOIN registry_published.revocations r
       ON r.authority_key_id = q.authority_key_id AND r.serial_number = q.serial_number
      AND r.known_from <= $3 AND $3 < r.known_to
LEFT JOIN registry_published.status_lists s
       ON s.authority_key_id = q.authority_key_id AND s.known_from <= $3 AND $3 < s.known_to
"""


def claims_must_fit(proof: PresenceProof, nonce: Nonce) -> None:
    """Hold what the card signed against signing in; raises ProofMismatch with every difference."""
    claims = proof.claims
    differences = []
    if claims.aud != AUDIENCE:
        differences.append(_difference("aud", "It was signed for another service.", "別のサービス向けの署名です。"))
    if claims.institution != PORTAL_CODE:
        differences.append(
            _difference("institution", f"The portal is {PORTAL_CODE}.", f"ポータルの番号は{PORTAL_CODE}です。")
        )
    if claims.holder_verification not in ("pin", "device_biometric"):
        differences.append(
            _difference("holder_verification", "Nobody compares faces here.", "顔認証・目視確認は使用できません。")
        )
    if abs(proof.signed_at - nonce.issued_at) > _CLOCK_TOLERANCE:
        differences.append(
            _difference(
                "iat", "It was signed more than five minutes from the nonce.", "署名時刻が5分以上離れています。"
            )
        )
    if differences:
        raise ProofMismatch(differences)


async def holder_of(connection: AsyncConnection, proof: PresenceProof, at: datetime) -> tuple[str, VerifiedCertificate]:
    """Return the person whose card signed, and its certificate.

    Raises the refusals of certificate, signature and status, in the order of a check, then CardNotRegistered.
    """
    roots = await connection.exec_driver_sql(
        "SELECT certificate FROM registry_published.trust_roots WHERE known_from <= $1 AND $1 < known_to", (at,)
    )
    pinned = [x509.load_der_x509_certificate(bytes(der)) for der in roots.scalars()]
    certificate, state = CertificateVerifier(pinned).verify(proof.certificate_der, at)
    if state is CertificateState.IN_GRACE:
        raise CertificateExpired
    if proof.algorithm != certificate.algorithm:
        raise CertificateWrongKind
    verify_signature(proof, certificate.public_key)
    found = await connection.exec_driver_sql(
        _FACTS, (certificate.authority_key_id, serial_bytes(certificate.serial_number), at)
    )
    facts = found.mappings().one()
    if facts["is_revoked"]:
        raise CertificateRevoked
    if facts["next_update"] is None or at > facts["next_update"]:
        raise CertificateStatusUnknown
    if facts["person_id"] is None:
        raise CardNotRegistered
    return str(facts["person_id"]), certificate


def _difference(claim: str, message: str, message_ja: str) -> Violation:
    return Violation(f"/presence_proof/{claim}", "mismatch", message, message_ja)
