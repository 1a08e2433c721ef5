"""Certificates of cards in the database, and their keys."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.keys import PrivateKey
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.store import load_private_key, private_key_bytes
from services.jpki.cards.rules.card import CardCertificate, CardKey
from services.jpki.cards.rules.issuance import CertificatePlan
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.tables import (
    authorities,
    certificate_keys,
    certificates,
    published_certificates,
    revocations,
    shared_keys,
)
from shared.pki.serials import serial_bytes

CERTIFICATE_COLUMNS = (
    certificates.c.kind,
    certificates.c.generation,
    certificates.c.serial_number,
    certificates.c.renewal,
    certificates.c.not_before,
    certificates.c.not_after,
    revocations.c.reason,
    revocations.c.revoked_at,
)
"""What ``certificate_of`` reads."""


async def allot_serial(connection: AsyncConnection, kind: CaKind, generation: int) -> int:
    """Return the authority's next serial number; it is kept by ``add_certificate``.

    Held until the commit: serials follow the order of creation, without gaps.
    """
    last = await connection.scalars(
        select(authorities.c.last_serial).where(*_of(kind, generation)).with_for_update(key_share=True)
    )
    return int(last.one()) + 1


async def add_certificate(
    connection: AsyncConnection,
    card_id: UUID,
    plan: CertificatePlan,
    serial_number: int,
    renewal: int = 0,
    request_digest: bytes | None = None,
) -> None:
    """Store a certificate under a serial number that was allotted in this transaction; its key comes later.

    ``request_digest`` is of the key of the request that renewed.
    """
    await connection.execute(
        insert(certificates).values(
            kind=plan.kind.value,
            generation=plan.generation,
            serial_number=serial_number,
            card_id=card_id,
            renewal=renewal,
            not_before=plan.not_before,
            not_after=plan.not_after,
            request_digest=request_digest,
        )
    )
    await connection.execute(
        update(authorities).where(*_of(plan.kind, plan.generation)).values(last_serial=serial_number)
    )


async def was_renewed_under(connection: AsyncConnection, card_id: UUID, request_digest: bytes) -> bool:
    """Tell whether a request with this key has renewed the card."""
    found = select(certificates.c.renewal).where(
        certificates.c.card_id == card_id, certificates.c.request_digest == request_digest
    )
    return (await connection.scalars(found)).first() is not None


async def find_certificates(connection: AsyncConnection, card_id: UUID) -> list[CardCertificate]:
    """Return all certificates of a card, by kind, the oldest first."""
    rows = await connection.execute(
        select(*CERTIFICATE_COLUMNS)
        .select_from(certificates.outerjoin(revocations))
        .where(certificates.c.card_id == card_id)
        .order_by(certificates.c.kind, certificates.c.renewal)
    )
    return [certificate_of(row) for row in rows]


async def find_key(connection: AsyncConnection, certificate: CardCertificate) -> CardKey | None:
    """Return the certificate's key, or None while it has never been needed."""
    row = (
        await connection.execute(
            select(certificate_keys).where(
                certificate_keys.c.kind == certificate.kind.value,
                certificate_keys.c.generation == certificate.generation,
                certificate_keys.c.serial_number == certificate.serial_number,
            )
        )
    ).one_or_none()
    return None if row is None else CardKey(load_private_key(row.private_key), row.certificate)


async def find_shared_key(connection: AsyncConnection, number: int) -> PrivateKey:
    """Return the key that cards of the mass share under this number."""
    rows = await connection.scalars(select(shared_keys.c.private_key).where(shared_keys.c.number == number))
    return load_private_key(rows.one())


async def add_key(connection: AsyncConnection, certificate: CardCertificate, key: CardKey) -> None:
    """Store the certificate's key; the card must be locked."""
    await connection.execute(
        insert(certificate_keys).values(
            kind=certificate.kind.value,
            generation=certificate.generation,
            serial_number=certificate.serial_number,
            private_key=private_key_bytes(key.private_key),
            certificate=key.certificate_der,
        )
    )


async def publish_certificate(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: int, der: bytes
) -> None:
    """Let the registry read a certificate for authentication."""
    await connection.execute(
        insert(published_certificates).values(
            authority_key_id=authority_key_id, serial_number=serial_bytes(serial_number), certificate=der
        )
    )


def certificate_of(row: Any) -> CardCertificate:
    """Return the certificate of a row that has ``CERTIFICATE_COLUMNS``."""
    revocation = None
    if row.reason is not None:
        revocation = Revocation(row.serial_number, RevocationReason(row.reason), row.revoked_at)
    return CardCertificate(
        CaKind(row.kind),
        row.generation,
        row.serial_number,
        row.renewal,
        row.not_before,
        row.not_after,
        revocation,
    )


def _of(kind: CaKind, generation: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return authorities.c.kind == kind.value, authorities.c.generation == generation
