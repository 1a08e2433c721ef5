"""Walking versions of coverages in the order of an index, a bounded part for each page.

What reports look for is rare: a page that went on until it is full would read a nation. So it walks at most MOST_WALKED
versions; then it ends where it stands, with what it has found, which may be nothing, and the next page begins there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.tables import coverage_versions

MOST_WALKED: Final = 10_000
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Walk:
    """Which versions a page walks: ``key`` are columns of an index, ``after`` is where the page before ended."""

    key: Sequence[ColumnElement[Any]]
    conditions: Sequence[ColumnElement[bool]]
    after: tuple[Any, ...] | None

    def behind(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the versions behind where the page before ended."""
        return [*self.conditions, *([] if self.after is None else [tuple_(*self.key) > tuple_(*self.after)])]

    def up_to(self, end: tuple[Any, ...] | None) -> list[ColumnElement[bool]]:
        """Return the conditions of the versions that are walked: of the first not all may have been told yet."""
        begins = [] if self.after is None else [tuple_(*self.key) >= tuple_(*self.after)]
        ends = [] if end is None else [tuple_(*self.key) <= tuple_(*end)]
        return [*self.conditions, *begins, *ends]


@dataclass(frozen=True, slots=True)
class Found(Generic[Entry]):
    """What a walk has found, and where it stopped before all was walked; None: it came to the end."""

    entries: Sequence[Entry]
    stopped_at: tuple[Any, ...] | None


async def end_of_walk(connection: AsyncConnection, walk: Walk) -> tuple[Any, ...] | None:
    """Return the key at which the walk stops, None where fewer versions are left. Reads the index alone, as a rule."""
    stops = await connection.execute(
        select(*walk.key)
        .select_from(coverage_versions)
        .where(*walk.behind())
        .order_by(*walk.key)
        .offset(MOST_WALKED - 1)
        .limit(1)
    )
    row = stops.one_or_none()
    return None if row is None else tuple(row)
