"""Insurers as recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording, known, record_version, version_of
from services.registry.tables import insurer_versions
from shared.domain.coverage import Insurer
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind


@dataclass(frozen=True, slots=True)
class RecordedInsurer:
    """保険者 and since when the registry has known it so."""

    number: InsurerNumber
    name: str
    kind: InsurerKind
    recorded_at: datetime

    def as_published(self) -> Insurer:
        """Return what stands in a coverage."""
        return Insurer(self.number, self.name, self.kind)


async def read_insurer(connection: AsyncConnection, number: str) -> RecordedInsurer | None:
    """Return the insurer as it is recorded now."""
    row = await version_of(connection, insurer_versions, {"insurer_number": number})
    return None if row is None else _insurer_of(row)


async def read_insurers(connection: AsyncConnection, numbers: Collection[str]) -> dict[str, Insurer]:
    """Return those of these insurers that are on record, as they stand in coverages, by number."""
    rows = await connection.execute(
        select(insurer_versions).where(known(insurer_versions, None), insurer_versions.c.insurer_number.in_(numbers))
    )
    return {row.insurer_number: _insurer_of(row).as_published() for row in rows}


async def list_insurers(connection: AsyncConnection, after: str | None, limit: int) -> list[RecordedInsurer]:
    """Return up to ``limit`` insurers in the order of their numbers, behind ``after``."""
    rows = await connection.execute(
        select(insurer_versions)
        .where(known(insurer_versions, None), insurer_versions.c.insurer_number > (after or ""))
        .order_by(insurer_versions.c.insurer_number)
        .limit(limit)
    )
    return [_insurer_of(row) for row in rows]


async def write_insurer(
    connection: AsyncConnection, number: InsurerNumber, name: str, kind: InsurerKind, recording: Recording
) -> RecordedInsurer:
    """Record a version of an insurer."""
    await record_version(
        connection, insurer_versions, {"insurer_number": number}, {"name": name, "kind": kind.value}, recording
    )
    return RecordedInsurer(number, name, kind, recording.at)


def _insurer_of(row: Row[Any]) -> RecordedInsurer:
    return RecordedInsurer(row.insurer_number, row.name, InsurerKind(row.kind), row.recorded_at)
