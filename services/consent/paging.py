"""Pages of what hangs on checks: newest first, by the check's id, which sorts by its time."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AfterValidator

from shared.web.days import Instant

LONGEST_CURSOR = 80
DEFAULT_LIMIT = 100
DEFAULT_WINDOW = timedelta(days=31)
LATEST = UUID(int=(1 << 128) - 1)
"""Above every identifier."""
_EPOCH_BITS = 80


def read_cursor(text: str | None) -> UUID | None:
    """Return the identifier behind which a page begins; raises ValueError."""
    try:
        return None if text is None else UUID(bytes=urlsafe_b64decode(text.encode("ascii")))
    except ValueError as error:
        raise ValueError("is not a cursor of this list") from error


def cursor_of(check_id: UUID) -> str:
    """Return the opaque cursor behind a check."""
    return urlsafe_b64encode(check_id.bytes).decode()


def first_id_at(instant: datetime) -> UUID:
    """Return the least identifier that shared.ids.new_id makes at or after ``instant``."""
    return UUID(int=max(int(instant.timestamp() * 1000), 0) << _EPOCH_BITS)


def id_before(cursor: str | None, until: datetime | None) -> UUID:
    """Return the identifier below which the page begins."""
    found = read_cursor(cursor)
    if found is not None:
        return found
    return LATEST if until is None else first_id_at(until)


Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most (件数).")]
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."),
    AfterValidator(lambda text: None if read_cursor(text) is None else text),
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
