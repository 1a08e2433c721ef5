"""Institutions as recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording, known, record_version, version_of
from services.registry.tables import institution_versions
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role


@dataclass(frozen=True, slots=True)
class RecordedInstitution:
    """保険医療機関・薬局など and since when the registry has known it so."""

    code: InstitutionCode
    name: str
    role: Role
    recorded_at: datetime


async def read_institution(connection: AsyncConnection, code: str) -> RecordedInstitution | None:
    """Return the institution as it is recorded now."""
    row = await version_of(connection, institution_versions, {"institution_code": code})
    return None if row is None else _institution_of(row)


async def read_institutions(
    connection: AsyncConnection, codes: Collection[str]
) -> dict[InstitutionCode, RecordedInstitution]:
    """Return those of ``codes`` that are recorded, by code."""
    rows = await connection.execute(
        select(institution_versions).where(
            known(institution_versions, None), institution_versions.c.institution_code.in_(codes)
        )
    )
    return {row.institution_code: _institution_of(row) for row in rows}


async def list_institutions(connection: AsyncConnection, after: str | None, limit: int) -> list[RecordedInstitution]:
    """Return up to ``limit`` institutions in the order of their codes, behind ``after``."""
    rows = await connection.execute(
        select(institution_versions)
        .where(known(institution_versions, None), institution_versions.c.institution_code > (after or ""))
        .order_by(institution_versions.c.institution_code)
        .limit(limit)
    )
    return [_institution_of(row) for row in rows]


async def write_institution(
    connection: AsyncConnection, code: InstitutionCode, name: str, role: Role, recording: Recording
) -> RecordedInstitution:
    """Record a version of an institution."""
    await record_version(
        connection, institution_versions, {"institution_code": code}, {"name": name, "role": role.value}, recording
    )
    return RecordedInstitution(code, name, role, recording.at)


def _institution_of(row: Row[Any]) -> RecordedInstitution:
    return RecordedInstitution(row.institution_code, row.name, Role(row.role), row.recorded_at)
