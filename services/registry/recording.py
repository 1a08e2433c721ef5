"""When a change counts as recorded, and by whom: one instant for all that a transaction writes and publishes.

The row that names a thing is locked first, so its writers come one after the other, and each gets an instant later
than the last: two changes within a microsecond, or after the world's clock was set back, still have an order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Row, Table, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.table_forms import INFINITY
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
    now = author.world.clock.now()
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


async def lock(connection: AsyncConnection, things: Table, key: UUID | str, author: Author) -> Recording | None:
    """Lock the thing ``key`` until the transaction ends; None when there is no such thing."""
    (key_column,) = things.primary_key.columns
    row = (
        await connection.execute(select(things.c.changed_at).where(key_column == key).with_for_update())
    ).one_or_none()
    # The clock is asked after the wait for the lock: what others did meanwhile came before.
    return None if row is None else Recording(author.world.clock.now(), author).after(row.changed_at)


async def name_once(connection: AsyncConnection, things: Table, key: UUID) -> bool:
    """Make the row that names a thing without a lock of its own; False when it is there already."""
    (key_column,) = things.primary_key.columns
    made = await connection.execute(
        insert_or_skip(things).values({key_column.name: key}).on_conflict_do_nothing().returning(literal(1))
    )
    return made.first() is not None


async def record_version(
    connection: AsyncConnection,
    versions: Table,
    key: dict[str, Any],
    facts: dict[str, Any],
    recording: Recording,
) -> UUID:
    """Supersede the open version of ``key``, if there is one, by a version with ``facts``; return that one's id."""
    version_id = recording.new_id()
    await connection.execute(
        update(versions)
        .where(*(versions.c[name] == value for name, value in key.items()), versions.c.superseded_at == INFINITY)
        .values(superseded_at=recording.at)
    )
    await connection.execute(
        insert(versions).values(
            **key,
            **facts,
            version_id=version_id,
            recorded_at=recording.at,
            recorded_by=recording.author.client_id,
        )
    )
    return version_id


async def lock_all(
    connection: AsyncConnection, things: Table, keys: Collection[UUID], author: Author
) -> Recording | None:
    """Lock several things, in one order; None when one of them is not there."""
    recordings = [await lock(connection, things, key, author) for key in sorted(set(keys))]
    found = [recording for recording in recordings if recording is not None]
    return max(found, key=lambda recording: recording.at) if len(found) == len(recordings) else None


async def mark_changed(connection: AsyncConnection, things: Table, key: UUID | str, recording: Recording) -> None:
    """Note when a locked thing changed, so that its next change comes later."""
    (key_column,) = things.primary_key.columns
    await connection.execute(update(things).where(key_column == key).values(changed_at=recording.at))


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
