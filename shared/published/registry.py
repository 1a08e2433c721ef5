"""What the registry publishes (schema ``registry_published``): the statements that read it, and what they return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.published.versions import holds_at

TRUST_ROOTS = f"""
SELECT r.authority_key_id, r.certificate FROM registry_published.trust_roots r
WHERE {holds_at("r", "$1")} ORDER BY r.authority_key_id
"""  # noqa: S608 - put together from constants

CARD_CERTIFICATE = f"""
SELECT c.person_id, r.serial_number IS NOT NULL AS is_revoked, s.next_update
FROM (SELECT $1::bytea AS authority_key_id, $2::bytea AS serial_number) q
LEFT JOIN registry_published.card_certificates c
       ON c.authority_key_id = q.authority_key_id AND c.serial_number = q.serial_number AND {holds_at("c", "$3")}
LEFT JOIN registry_published.revocations r
       ON r.authority_key_id = q.authority_key_id AND r.serial_number = q.serial_number AND {holds_at("r", "$3")}
LEFT JOIN registry_published.status_lists s
       ON s.authority_key_id = q.authority_key_id AND {holds_at("s", "$3")}
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class CertificateOnRecord:
    """What is published of a card's certificate."""

    person_id: UUID | None
    """Whose insurance card it is; None when it is not registered (初回登録)."""
    is_revoked: bool
    status_fresh_until: datetime | None
    """Until when its authority's revocation list can be trusted; None when there is none."""


async def read_trust_roots(connection: AsyncConnection, at: datetime) -> dict[bytes, bytes]:
    """Return the pinned roots (DER) by subject key identifier, as known at ``at``."""
    rows = await connection.exec_driver_sql(TRUST_ROOTS, (at,))
    return {bytes(row["authority_key_id"]): bytes(row["certificate"]) for row in rows.mappings()}


async def read_card_certificate(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, at: datetime
) -> CertificateOnRecord:
    """Return what was known at ``at`` of the certificate that ``authority_key_id`` has given this serial number."""
    rows = await connection.exec_driver_sql(CARD_CERTIFICATE, (authority_key_id, serial_number, at))
    row = rows.mappings().one()
    return CertificateOnRecord(row["person_id"], row["is_revoked"], row["next_update"])
