"""Sessions of patients: opened by a card, known by the digest of an opaque token, ended by time or by signing out."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.consent.patients.commands.ended_sessions import REMOVING
from services.consent.patients.commands.proofs import PORTAL_CODE, claims_must_fit, holder_of
from shared.domain.coverage import PersonRecord
from shared.errors import CardNotUsable, NonceUsed, TokenExpired, TokenInvalid, WorldMismatch
from shared.pki.nonce import NonceMint
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.proof import parse_proof
from shared.pki.serials import serial_bytes
from shared.published.registry import has_good_card, read_person
from shared.worlds.world import World

TOKEN_PREFIX = "onshi-patient_"  # noqa: S105 - says what it is, as scanners of leaked secrets like it
_TOKEN_BYTES = 32
_LIFE = re.compile(f"{TOKEN_PREFIX}([0-9a-f]{{8}})_")
_SESSION = f"""
SELECT s.person_id, s.authority_key_id, s.serial_number, s.expires_at, e.ended_at,
       {has_good_card("s", "$2")} AS has_card
FROM consent.sessions s LEFT JOIN consent.session_ends e USING (token_digest) WHERE s.token_digest = $1
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the patients of a world sign in with: nonces of their own, how long a session lives, and the roots."""

    nonces: NonceMint
    session_lifetime: timedelta
    roots: PinnedRoots


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session as it is handed out, once."""

    token: str
    person_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Patient:
    """Who is signed in, with today's record and flags."""

    person: PersonRecord
    person_id: UUID
    token_digest: bytes
    authority_key_id: bytes
    serial_number: bytes


async def open_session(world: World, sign_in: SignIn, presence_proof: str) -> OpenedSession:
    """Sign a patient in; the nonce is spent with it.

    Raises every refusal of a proof, CardNotRegistered, CardNotUsable, NonceUsed or DatabaseUnavailable.
    """
    now = world.clock.now()
    proof = parse_proof(presence_proof)
    nonce = sign_in.nonces.recognise(proof.claims.nonce, PORTAL_CODE, now)
    claims_must_fit(proof, nonce)
    token = f"{TOKEN_PREFIX}{world.life.tag.hex()}_{secrets.token_urlsafe(_TOKEN_BYTES)}"
    expires_at = now + sign_in.session_lifetime
    async with world.database.transaction() as connection:
        person_id, certificate = await holder_of(connection, sign_in.roots, proof, now, world.known_at())
        await _usable_person(connection, UUID(person_id), world.known_at())
        opened = await connection.exec_driver_sql(
            "INSERT INTO consent.sessions (token_digest, person_id, authority_key_id, serial_number, nonce, opened_at,"
            " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (nonce) DO NOTHING RETURNING 1",
            (
                _digest(token),
                UUID(person_id),
                certificate.authority_key_id,
                serial_bytes(certificate.serial_number),
                nonce.value,
                now,
                expires_at,
            ),
        )
        if opened.first() is None:
            raise NonceUsed
    world.background.need(REMOVING)
    return OpenedSession(token, person_id, expires_at)


async def patient_of(world: World, token: str) -> Patient:
    """Return who is signed in; raises WorldMismatch, TokenInvalid, TokenExpired, CardNotUsable, DatabaseUnavailable."""
    life = _LIFE.match(token)
    if life is not None and life[1] != world.life.tag.hex():
        raise WorldMismatch
    now, digest = world.clock.now(), _digest(token)
    async with world.database.transaction() as connection:
        found = await connection.exec_driver_sql(
            _SESSION,
            (digest, world.known_at()),
        )
        row = found.mappings().first()
        # The card that opened it was revoked or handed in: whoever holds the token holds no card of this person.
        if row is None or row["ended_at"] is not None or not row["has_card"]:
            raise TokenInvalid
        if now >= row["expires_at"]:
            raise TokenExpired
        person = await _usable_person(connection, row["person_id"], world.known_at())
    return Patient(person, row["person_id"], digest, bytes(row["authority_key_id"]), bytes(row["serial_number"]))


async def end_session(world: World, patient: Patient) -> None:
    """Sign the patient out: the token opens nothing any more."""
    async with world.database.transaction() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO consent.session_ends (token_digest, ended_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            (patient.token_digest, world.clock.now()),
        )


async def _usable_person(connection: AsyncConnection, person_id: UUID, at: datetime) -> PersonRecord:
    person = await read_person(connection, person_id, at)
    if person is None or person.self_information_blocked:
        # 自己情報提供不可: as at the reader, and without a reason.
        raise CardNotUsable
    return person


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
