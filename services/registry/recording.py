"""When a change counts as recorded, and by whom: one instant for all that a transaction writes and publishes.

The row that names a thing is locked first, so its writers come one after the other, and each gets an instant later
than the last: two changes within a microsecond, or after the world's clock was set back, still have an order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Row, Table, any_, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.table_forms import INFINITY, array_of
from shared.ids import new_id
from shared.worlds.world import World

_LEAST_STEP = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, in which world."""

    world: World
    client_id: str


@dataclass(frozen=True, slots=True)
class Recording:
    """The stamp of one transaction's changes."""

    at: datetime
    author: Author

    def new_id(self) -> UUID:
        """Return a fresh identifier."""
        return new_id(self.at, self.author.world.random_bytes)

    def after(self, last: datetime | None) -> "Recording":
        """Return this recording, put off until after ``last`` where that is not past."""
        return self if last is None or last < self.at else Recording(last + _LEAST_STEP, self.author)


@dataclass(frozen=True, slots=True)
class Claim:
    """A thing that is locked for us: made just now, or found."""

    is_new: bool
    recording: Recording


async def claim(connection: AsyncConnection, things: Table, key: UUID | str, author: Author) -> Claim:
    """Make the thing ``key`` or find it, and lock it until the transaction ends."""
    (key_column,) = things.primary_key.columns
    now = _now(author)
    made = await connection.execute(
        insert_or_skip(things)
        .values({key_column.name: key, "changed_at": now})
        .on_conflict_do_nothing()
        .returning(literal(1))
    )
    if made.first() is not None:
        return Claim(is_new=True, recording=Recording(now, author))
    found = await lock(connection, things, key, author)
    if found is None:
        raise RuntimeError("nothing is ever deleted, so what conflicts must be there")
    return Claim(is_new=False, recording=found)


@dataclass(frozen=True, slots=True)
class Locked:
    """Which of several things are locked, as the others are not there, and the stamp for changes of them."""

    keys: frozenset[UUID]
    recording: Recording


async def claim_all(connection: AsyncConnection, things: Table, keys: Collection[UUID], author: Author) -> Locked:
    """Make the things ``keys`` or find them, and lock them until the transaction ends; return which were made."""
    (key_column,) = things.primary_key.columns
    made = await _make(connection, things, [{key_column.name: key, "changed_at": _now(author)} for key in sorted(keys)])
    found = await lock_many(connection, things, set(keys) - made, author)
    return Locked(made, found.recording)


async def lock(connection: AsyncConnection, things: Table, key: UUID | str, author: Author) -> Recording | None:
    """Lock the thing ``key`` until the transaction ends; None when there is no such thing."""
    (key_column,) = things.primary_key.columns
    row = (
        await connection.execute(select(things.c.changed_at).where(key_column == key).with_for_update())
    ).one_or_none()
    # The clock is asked after the wait for the lock: what others did meanwhile came before.
    return None if row is None else Recording(_now(author), author).after(row.changed_at)


async def lock_many(connection: AsyncConnection, things: Table, keys: Collection[UUID], author: Author) -> Locked:
    """Lock those of ``keys`` that are there until the transaction ends, in one order."""
    (key_column,) = things.primary_key.columns
    rows = await connection.execute(
        select(key_column, things.c.changed_at)
        .where(key_column == any_(array_of(keys, key_column.type)))
        .order_by(key_column)
        .with_for_update()
    )
    changed: dict[UUID, datetime] = {row[0]: row.changed_at for row in rows}
    recording = Recording(_now(author), author).after(max(changed.values(), default=None))
    return Locked(frozenset(changed), recording)


async def name_all(connection: AsyncConnection, things: Table, keys: Collection[UUID]) -> frozenset[UUID]:
    """Make the rows that name things without a lock of their own; return those that were not there already."""
    (key_column,) = things.primary_key.columns
    return await _make(connection, things, [{key_column.name: key} for key in sorted(keys)])


async def _make(connection: AsyncConnection, things: Table, rows: Sequence[Mapping[str, Any]]) -> frozenset[UUID]:
    if not rows:
        return frozenset()
    (key_column,) = things.primary_key.columns
    made = await connection.execute(insert_or_skip(things).values(rows).on_conflict_do_nothing().returning(key_column))
    return frozenset(made.scalars())


async def record_version(
    connection: AsyncConnection,
    versions: Table,
    key: dict[str, Any],
    facts: dict[str, Any],
    recording: Recording,
) -> UUID:
    """Supersede the open version of ``key``, if there is one, by a version with ``facts``; return that one's id.

    ``facts`` may name the id.
    """
    of_key = [versions.c[name] == value for name, value in key.items()]
    await connection.execute(
        update(versions).where(*of_key, versions.c.superseded_at == INFINITY).values(superseded_at=recording.at)
    )
    row = {"version_id": recording.new_id(), **key, **facts}
    await record_first_versions(connection, versions, [row], recording)
    version_id: UUID = row["version_id"]
    return version_id


async def supersede_all(
    connection: AsyncConnection, versions: Table, key: str, keys: Collection[UUID], recording: Recording
) -> None:
    """Supersede the open versions of several things, whose next ones are about to be recorded."""
    if keys:
        column = versions.c[key]
        await connection.execute(
            update(versions)
            .where(column == any_(array_of(keys, column.type)), versions.c.superseded_at == INFINITY)
            .values(superseded_at=recording.at)
        )


async def record_first_versions(
    connection: AsyncConnection, versions: Table, rows: Sequence[Mapping[str, Any]], recording: Recording
) -> None:
    """Record versions of things that have none that is open; each row has its key, its facts and its version's id."""
    stamp = {"recorded_at": recording.at, "recorded_by": recording.author.client_id}
    if rows:
        await connection.execute(insert(versions), [{**row, **stamp} for row in rows])


async def lock_all(
    connection: AsyncConnection, things: Table, keys: Collection[UUID], author: Author
) -> Recording | None:
    """Lock several things, in one order; None when one of them is not there."""
    locked = await lock_many(connection, things, set(keys), author)
    return locked.recording if len(locked.keys) == len(set(keys)) else None


async def mark_changed(connection: AsyncConnection, things: Table, key: UUID | str, recording: Recording) -> None:
    """Note when a locked thing changed, so that its next change comes later."""
    await mark_all_changed(connection, things, [key], recording)


async def mark_all_changed(
    connection: AsyncConnection, things: Table, keys: Collection[UUID | str], recording: Recording
) -> None:
    """Note when locked things changed."""
    (key_column,) = things.primary_key.columns
    await connection.execute(update(things).where(key_column.in_(keys)).values(changed_at=recording.at))


async def version_of(
    connection: AsyncConnection, versions: Table, key: dict[str, Any], *, known_at: datetime | None = None
) -> Row[Any] | None:
    """Return the open version of ``key``, or the one that was known at ``known_at``."""
    of_key = [versions.c[name] == value for name, value in key.items()]
    found = await connection.execute(select(versions).where(*of_key, known(versions, known_at)))
    return found.one_or_none()


def known(versions: FromClause, at: datetime | None) -> Any:
    """Return the condition for the versions that were known at ``at``, or, without one, are open."""
    if at is None:
        return versions.c.superseded_at == INFINITY
    return (versions.c.recorded_at <= at) & (at < versions.c.superseded_at)


def _now(author: Author) -> datetime:
    return author.world.clock.now()
