"""Whether a presence proof was made for 初回登録, now, by a card that a pinned root vouches for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.published_tables import published_revocations, published_status_lists
from services.registry.recording import Recording
from services.registry.tables import spent_proofs
from services.registry.trust_roots import Roots, read_roots
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role
from shared.errors import (
    CertificateExpired,
    CertificateRevoked,
    CertificateStatusUnknown,
    CertificateWrongKind,
    NonceUsed,
    ProofMismatch,
    Violation,
)
from shared.pki.certificate_life import CertificateState
from shared.pki.path import CertificateVerifier, VerifiedCertificate
from shared.pki.proof import PresenceProof, parse_proof, verify_signature
from shared.pki.serials import serial_bytes

AUDIENCE: Final = "onshi-registration"
TOLERANCE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ProvenCard:
    """A card that was there just now; ``digest`` is what tells its proof from every other."""

    authority_key_id: bytes
    serial_number: bytes
    digest: bytes


class PinnedRoots:
    """The verifier for the roots that are pinned at the moment; it keeps what it has verified while they stay."""

    def __init__(self) -> None:
        self._roots: Roots = {}
        self._verifier = CertificateVerifier([])

    def verifier(self, roots: Roots) -> CertificateVerifier:
        """Return the verifier against ``roots``."""
        if roots != self._roots:
            self._roots, self._verifier = roots, CertificateVerifier(list(roots.values()))
        return self._verifier


async def verify_registration_proof(
    connection: AsyncConnection,
    pinned: PinnedRoots,
    text: str,
    at: datetime,
    role: Role,
    institution_code: InstitutionCode | None,
) -> ProvenCard:
    """Verify a proof for a caller; whether it was seen before, ``spend`` tells.

    The registry gives out no nonces: the proof names any, and counts once and for five minutes. Raises
    ProofUnreadable, ProofMismatch, the certificate's refusals, SignatureInvalid, CertificateRevoked,
    CertificateStatusUnknown.
    """
    proof = parse_proof(text)
    _claims_must_fit(proof, at, role, institution_code)
    certificate, state = pinned.verifier(await read_roots(connection, at)).verify(proof.certificate_der, at)
    if state is CertificateState.IN_GRACE:
        # The three months after the end are for eligibility only.
        raise CertificateExpired
    if proof.algorithm != certificate.algorithm:
        raise CertificateWrongKind
    verify_signature(proof, certificate.public_key)
    await _must_not_be_revoked(connection, certificate, at)
    return ProvenCard(
        certificate.authority_key_id, serial_bytes(certificate.serial_number), sha256(proof.signing_input).digest()
    )


async def spend(connection: AsyncConnection, card: ProvenCard, recording: Recording) -> None:
    """Remember the proof within the transaction that rests on it; raises NonceUsed when one has already."""
    made = await connection.execute(
        insert(spent_proofs)
        .values(digest=card.digest, spent_at=recording.at, spent_by=recording.author.client_id)
        .on_conflict_do_nothing()
        .returning(literal(1))
    )
    if made.first() is None:
        raise NonceUsed(
            detail="This proof has been used to register before.", detail_ja="この本人確認データは使用済みです。"
        )


def _claims_must_fit(proof: PresenceProof, at: datetime, role: Role, institution_code: InstitutionCode | None) -> None:
    claims, differences = proof.claims, []
    if claims.aud != AUDIENCE:
        differences.append(
            _difference("aud", "It was signed for another service.", "別のサービス向けに署名されています。")
        )
    if institution_code is not None and claims.institution != institution_code:
        differences.append(
            _difference("institution", "It was signed for another institution.", "別の医療機関向けに署名されています。")
        )
    if abs(proof.signed_at - at) > TOLERANCE:
        differences.append(
            _difference(
                "iat", "It was signed more than five minutes from now.", "署名時刻が現在と5分以上離れています。"
            )
        )
    if claims.holder_verification in ("face", "visual") and role is Role.OPERATOR:
        # Faces are compared by readers and at the municipal desk.
        differences.append(
            _difference(
                "holder_verification",
                "Face and visual checks count only from a reader or a municipal desk.",
                "顔認証・目視確認は読取端末・市区町村窓口からのみ有効です。",
            )
        )
    if differences:
        raise ProofMismatch(differences)


async def _must_not_be_revoked(connection: AsyncConnection, certificate: VerifiedCertificate, at: datetime) -> None:
    revocations, lists = published_revocations, published_status_lists
    revoked = await connection.execute(
        select(literal(1)).where(
            revocations.c.authority_key_id == certificate.authority_key_id,
            revocations.c.serial_number == serial_bytes(certificate.serial_number),
            revocations.c.known_from <= at,
            at < revocations.c.known_to,
        )
    )
    if revoked.first() is not None:
        raise CertificateRevoked
    fresh = await connection.execute(
        select(literal(1)).where(
            lists.c.authority_key_id == certificate.authority_key_id,
            lists.c.known_from <= at,
            at < lists.c.known_to,
            lists.c.next_update >= at,
        )
    )
    if fresh.first() is None:
        raise CertificateStatusUnknown


def _difference(claim: str, message: str, message_ja: str) -> Violation:
    return Violation(f"/presence_proof/{claim}", "mismatch", message, message_ja)
