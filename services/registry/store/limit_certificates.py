"""Limit certificates (限度額適用認定証) as recorded."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording, known, record_version
from services.registry.tables import limit_certificate_versions
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import LimitCertificate


async def read_limit_certificates(
    connection: AsyncConnection, coverage_ids: Sequence[UUID], known_at: datetime | None = None
) -> dict[UUID, tuple[LimitCertificate, ...]]:
    """Return the certificates of each coverage, oldest first, as recorded now or as known at ``known_at``."""
    if not coverage_ids:
        return {}
    versions = limit_certificate_versions
    rows = await connection.execute(
        select(versions)
        .where(versions.c.coverage_id.in_(coverage_ids), known(versions, known_at))
        .order_by(versions.c.coverage_id, versions.c.valid_from, versions.c.certificate_id)
    )
    return {
        coverage_id: tuple(_certificate_of(row) for row in group)
        for coverage_id, group in groupby(rows, key=lambda row: row.coverage_id)
    }


async def read_limit_certificate_history(
    connection: AsyncConnection, certificate_id: UUID
) -> list[tuple[UUID, LimitCertificate]]:
    """Return every version of a certificate with the coverage it hangs on, the open one last."""
    versions = limit_certificate_versions
    rows = await connection.execute(
        select(versions).where(versions.c.certificate_id == certificate_id).order_by(versions.c.recorded_at)
    )
    return [(row.coverage_id, _certificate_of(row)) for row in rows]


async def write_limit_certificate(
    connection: AsyncConnection, coverage_id: UUID, certificate: LimitCertificate, recording: Recording
) -> None:
    """Record a version of a limit certificate."""
    await record_version(
        connection,
        limit_certificate_versions,
        {"certificate_id": UUID(certificate.certificate_id)},
        {
            "coverage_id": coverage_id,
            "kind": certificate.kind.value,
            "category": certificate.category.value,
            "issued_on": certificate.issued_on,
            "valid_from": certificate.valid_from,
            "valid_to": certificate.valid_to,
            "long_stay_from": certificate.long_stay_from,
        },
        recording,
    )


def _certificate_of(row: Row[Any]) -> LimitCertificate:
    return LimitCertificate(
        str(row.certificate_id),
        LimitCertificateKind(row.kind),
        LimitCategory(row.category),
        row.issued_on,
        row.valid_from,
        row.valid_to,
        row.long_stay_from,
    )
