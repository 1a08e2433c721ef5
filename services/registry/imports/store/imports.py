"""Imports as recorded: how far each is, its parts that wait, and what was rejected of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.imports.rules.forms import Encoding, Form, Format
from services.registry.imports.store.tables import import_turn, imports

SILENT_FOR: Final = timedelta(seconds=60)
"""Longer than any upload stands still before its connection is ended: nobody sends it any more."""


class State(StrEnum):
    """How far an import is."""

    RECEIVING = "receiving"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """Its upload broke off, so nothing of it was recorded."""


@dataclass(frozen=True, slots=True)
class Import:
    """One file, and how far it is."""

    import_id: UUID
    client_id: str
    insurer_number: str | None
    """None: an operator's."""
    form: Form
    state: State
    received_at: datetime
    ended_at: datetime | None = None
    lines: int = 0
    accepted: int = 0
    unchanged: int = 0
    rejected: int = 0


async def begin_import(connection: AsyncConnection, begun: Import) -> bool:
    """Record that a file is being received; False where another of the same insurer is under way."""
    made = await connection.execute(
        insert_or_skip(imports)
        .values(
            import_id=begun.import_id,
            client_id=begun.client_id,
            insurer_number=begun.insurer_number,
            format=begun.form.format.value,
            encoding=begun.form.encoding.value,
            columns=list(begun.form.columns),
            state=State.RECEIVING.value,
            received_at=begun.received_at,
        )
        .on_conflict_do_nothing()
        .returning(imports.c.import_id)
    )
    return made.first() is not None


async def set_columns(connection: AsyncConnection, import_id: UUID, columns: Sequence[str]) -> None:
    """Record which columns the first line of a file names."""
    await connection.execute(update(imports).where(imports.c.import_id == import_id).values(columns=list(columns)))


async def set_state(connection: AsyncConnection, import_id: UUID, state: State, ended_at: datetime | None) -> None:
    """Record how far an import is."""
    await connection.execute(
        update(imports).where(imports.c.import_id == import_id).values(state=state.value, ended_at=ended_at)
    )


async def find_silent(connection: AsyncConnection) -> list[UUID]:
    """Return the imports that nobody sends any more, though their uploads did not end: a server died over them."""
    rows = await connection.scalars(
        select(imports.c.import_id).where(
            imports.c.state == State.RECEIVING.value, imports.c.heard_at < func.clock_timestamp() - SILENT_FOR
        )
    )
    return list(rows)


async def any_under_way(connection: AsyncConnection) -> bool:
    """Tell whether anything is left to be worked, or is being received."""
    under_way = imports.c.state.in_([State.RECEIVING.value, State.RUNNING.value])
    return (await connection.execute(select(imports.c.import_id).where(under_way).limit(1))).first() is not None


async def take_turn(connection: AsyncConnection) -> bool:
    """Become the one who works imports until the transaction ends; False where another process is."""
    taken = await connection.execute(select(import_turn).with_for_update(skip_locked=True))
    return taken.first() is not None


async def next_running(connection: AsyncConnection) -> Import | None:
    """Return the import that came first of those that are to be worked."""
    found = await connection.execute(
        select(imports).where(imports.c.state == State.RUNNING.value).order_by(imports.c.import_id).limit(1)
    )
    row = found.first()
    return None if row is None else _import_of(row)


async def count(connection: AsyncConnection, import_id: UUID, *, accepted: int, unchanged: int, rejected: int) -> None:
    """Add to what is told of an import."""
    await connection.execute(
        update(imports)
        .where(imports.c.import_id == import_id)
        .values(
            accepted=imports.c.accepted + accepted,
            unchanged=imports.c.unchanged + unchanged,
            rejected=imports.c.rejected + rejected,
        )
    )


async def read_import(connection: AsyncConnection, import_id: UUID) -> Import | None:
    """Return an import as it is now."""
    row = (await connection.execute(select(imports).where(imports.c.import_id == import_id))).one_or_none()
    return None if row is None else _import_of(row)


async def list_imports(
    connection: AsyncConnection, insurer_number: str | None, before: UUID | None, limit: int
) -> list[Import]:
    """Return up to ``limit`` imports, newest first, older than ``before``; of one insurer, or None: all."""
    wanted = []
    if insurer_number is not None:
        wanted.append(imports.c.insurer_number == insurer_number)
    if before is not None:
        wanted.append(imports.c.import_id < before)
    rows = await connection.execute(select(imports).where(*wanted).order_by(imports.c.import_id.desc()).limit(limit))
    return [_import_of(row) for row in rows]


def _import_of(row: Row[Any]) -> Import:
    return Import(
        row.import_id,
        row.client_id,
        row.insurer_number,
        Form(Format(row.format), Encoding(row.encoding), tuple(row.columns)),
        State(row.state),
        row.received_at,
        row.ended_at,
        row.lines,
        row.accepted,
        row.unchanged,
        row.rejected,
    )
