"""Whether a presence proof was made for 初回登録, now, by a card that a pinned root vouches for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording
from services.registry.tables import spent_proofs
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role
from shared.errors import NonceUsed
from shared.pki.path import VerifiedBefore
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.presence import (
    ANOTHER_INSTITUTION,
    FAR_FROM_NOW,
    Expected,
    PresencePolicy,
    Words,
    certificate_must_fit,
    claims_must_fit,
    status_must_hold,
)
from shared.pki.proof import parse_proof, verify_signature
from shared.pki.serials import serial_bytes
from shared.published.registry import read_card_certificate
from shared.published.trusted import read_trust_roots

POLICY: Final = PresencePolicy(
    audience="onshi-registration",
    other_institution=ANOTHER_INSTITUTION,
    signed_too_far=FAR_FROM_NOW,
    faces_not_compared=Words(
        "Face and visual checks count only from a reader or a municipal desk.",
        "顔認証・目視確認は読取端末・市区町村窓口からのみ有効です。",
    ),
)


_COMPARES_FACES: Final = frozenset({Role.READER, Role.MUNICIPALITY})
"""Faces are compared by readers and at the municipal desk; an operator and a portal stand at neither."""


@dataclass(frozen=True, slots=True)
class ProvenCard:
    """A card that was there just now; ``digest`` is what tells its proof from every other."""

    authority_key_id: bytes
    serial_number: bytes
    digest: bytes
    verified: VerifiedBefore


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
    claims_must_fit(proof, POLICY, Expected(institution_code, at, takes_compared_faces=role in _COMPARES_FACES))
    verifier = pinned.pin(await read_trust_roots(connection, at))
    certificate, state = verifier.verify(proof.certificate_der, at)
    verified = verifier.for_others(proof.certificate_der, certificate)
    certificate_must_fit(proof, certificate, state, POLICY)
    verify_signature(proof, certificate.public_key)
    serial_number = serial_bytes(certificate.serial_number)
    recorded = await read_card_certificate(connection, certificate.authority_key_id, serial_number, at)
    status_must_hold(at, is_revoked=recorded.is_revoked, fresh_until=recorded.status_fresh_until)
    return ProvenCard(certificate.authority_key_id, serial_number, proof.digest, verified)


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
