"""Pages of what hangs on checks: newest first, by the check's id, which sorts by its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AfterValidator

from shared.ids import first_id_at
from shared.web.cursors import cursor_of, key_asked, read_cursor
from shared.web.days import Instant
from shared.web.paging import DEFAULT_LIMIT

LONGEST_CURSOR = 80
DEFAULT_WINDOW = timedelta(days=31)
LATEST = UUID(int=(1 << 128) - 1)
"""Above every identifier."""


def cursor_behind(check_id: UUID) -> str:
    """Return the cursor behind a check."""
    return cursor_of(check_id.bytes)


def id_in(cursor: str | None) -> UUID | None:
    """Return the identifier behind which a page begins; raises RequestInvalid."""
    return key_asked(cursor, _id_of)


def id_before(cursor: str | None, until: datetime | None) -> UUID:
    """Return the identifier below which the page begins."""
    found = id_in(cursor)
    if found is not None:
        return found
    return LATEST if until is None else first_id_at(until)


def _id_of(key: bytes) -> UUID:
    return UUID(bytes=key)


def _is_cursor(text: str | None) -> str | None:
    if text is not None:
        read_cursor(text, _id_of)
    return text


Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most (件数).")]
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."),
    AfterValidator(_is_cursor),
]
From = Annotated[Instant | None, Query(alias="from", description="期間の開始 (RFC 3339); absent: 31 days before now.")]
Until = Annotated[Instant | None, Query(alias="to", description="期間の終了, exclusive; absent: now.")]


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page of a list: the query parameters that all such lists have."""

    since: From = None
    until: Until = None
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = None

    def after(self, now: datetime) -> UUID:
        """Return the identifier above which the list ends."""
        return first_id_at(self.since or now - DEFAULT_WINDOW)

    @property
    def after_if_asked(self) -> UUID:
        """The identifier above which an export ends: without a `from` it goes back to the beginning."""
        return UUID(int=0) if self.since is None else first_id_at(self.since)

    @property
    def before(self) -> UUID:
        """The identifier below which the page begins."""
        return id_before(self.cursor, self.until)


PageAsked = Annotated[PageQuery, Depends()]
