"""The parts of an import that wait: kept as they arrive, taken out as they are worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.copying import copy_rows
from services.registry.imports.rules.splitting import Part
from services.registry.imports.store.imports import State, set_state
from services.registry.imports.store.tables import import_parts, imports


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """A part to be worked, or one that is written and whose persons' cards are still to be looked for."""

    import_id: UUID
    place: int
    part: Part | None
    """None: all of it is recorded."""
    written: tuple[UUID, ...]
    """Whose data arrived with what is recorded of it."""


async def add_parts(connection: AsyncConnection, import_id: UUID, first_place: int, parts: Sequence[Part]) -> bool:
    """Keep parts that were received; False where the import was given up meanwhile, as nothing was heard of it."""
    filled = sum(part.filled for part in parts)
    heard = await connection.execute(
        update(imports)
        .where(imports.c.import_id == import_id, imports.c.state == State.RECEIVING.value)
        .values(lines=imports.c.lines + filled, heard_at=func.clock_timestamp())
    )
    if not heard.rowcount:
        return False
    rows = [
        {"import_id": import_id, "place": place, "first_line": part.first_line, "content": part.content}
        for place, part in enumerate(parts, start=first_place)
    ]
    await copy_rows(connection, import_parts, rows)
    return True


async def next_part(connection: AsyncConnection, import_id: UUID) -> WaitingPart | None:
    """Return the first part of an import that is left."""
    found = await connection.execute(
        select(import_parts).where(import_parts.c.import_id == import_id).order_by(import_parts.c.place).limit(1)
    )
    row = found.first()
    if row is None:
        return None
    part = None if row.content is None else Part(row.first_line, bytes(row.content), 0)
    return WaitingPart(import_id, row.place, part, tuple(row.written or ()))


async def leave_of_part(
    connection: AsyncConnection, waiting: WaitingPart, rest: Part | None, person_ids: Sequence[UUID]
) -> None:
    """Take out of a part what is recorded, and note whose cards may have waited for it."""
    of_rest = {"content": None} if rest is None else {"first_line": rest.first_line, "content": rest.content}
    await connection.execute(
        update(import_parts)
        .where(import_parts.c.import_id == waiting.import_id, import_parts.c.place == waiting.place)
        .values(written=[*waiting.written, *person_ids], **of_rest)
    )


async def drop_part(connection: AsyncConnection, waiting: WaitingPart) -> None:
    """Forget a part of which nothing is left to do."""
    await connection.execute(
        delete(import_parts).where(import_parts.c.import_id == waiting.import_id, import_parts.c.place == waiting.place)
    )


async def stop_receiving(connection: AsyncConnection, import_id: UUID, at: datetime) -> None:
    """Forget what was received of a file whose upload broke off."""
    await connection.execute(delete(import_parts).where(import_parts.c.import_id == import_id))
    await set_state(connection, import_id, State.STOPPED, at)
