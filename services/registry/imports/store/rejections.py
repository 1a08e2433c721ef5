"""What was rejected of an import: where in which line, and why; never what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.imports.store.tables import import_rejections
from shared.errors import Violation


@dataclass(frozen=True, slots=True)
class Rejection:
    """One thing that is wrong with a line."""

    line: int
    place: int
    """Among those of its line, from 0 on."""
    violation: Violation


async def write_rejections(connection: AsyncConnection, import_id: UUID, rejections: Sequence[Rejection]) -> None:
    """Keep what was wrong with lines."""
    rows = [
        {
            "import_id": import_id,
            "line": each.line,
            "place": each.place,
            "pointer": each.violation.pointer,
            "code": each.violation.code,
            "message": each.violation.message,
            "message_ja": each.violation.message_ja,
        }
        for each in rejections
    ]
    if rows:
        await connection.execute(insert(import_rejections), rows)


async def list_rejections(
    connection: AsyncConnection, import_id: UUID, after: tuple[int, int], limit: int
) -> list[Rejection]:
    """Return up to ``limit`` of what was rejected, by line, behind the one at ``after`` (line and place)."""
    columns = import_rejections.c
    rows = await connection.execute(
        select(import_rejections)
        .where(
            columns.import_id == import_id,
            text("(line, place) > (:line, :place)").bindparams(line=after[0], place=after[1]),
        )
        .order_by(columns.line, columns.place)
        .limit(limit)
    )
    return [
        Rejection(row.line, row.place, Violation(row.pointer, row.code, row.message, row.message_ja)) for row in rows
    ]
