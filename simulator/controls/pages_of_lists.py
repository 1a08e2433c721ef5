"""A page of a list that the controls have whole: personas, clients, faults, sandboxes."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Query

from shared.web.cursors import cursor_of, not_a_cursor

Entry = TypeVar("Entry")
MOST = 1000
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items at most.")]


def page_after(
    entries: Sequence[Entry], cursor: str | None, limit: int, id_of: Callable[[Entry], str]
) -> tuple[Sequence[Entry], str | None]:
    """Return the entries behind the one that ``cursor`` names, and the next cursor; None on the last page.

    ``cursor`` is what ``After`` has read. Raises RequestInvalid where its entry is none of the list, or has gone.
    """
    begins = 0
    if cursor is not None:
        begins = next((place for place, entry in enumerate(entries, 1) if id_of(entry) == cursor), 0)
        if not begins:
            raise not_a_cursor()
    page = entries[begins : begins + limit]
    return page, cursor_of(id_of(page[-1]).encode()) if begins + limit < len(entries) else None
