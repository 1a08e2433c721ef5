"""A page of a list that the controls have whole: personas, clients, faults, sandboxes."""

from collections.abc import Callable, Sequence
from typing import Final

from shared.web.cursors import not_a_cursor
from shared.web.paging import Entry, Item, Page, page_of

MOST: Final = 1000
"""As many as `limit` can ask for; those who ask for none have the whole of most lists."""


def page_after(
    entries: Sequence[Entry],
    cursor: str | None,
    limit: int,
    id_of: Callable[[Entry], str],
    show: Callable[[Entry], Item],
) -> Page[Item]:
    """Return the page that begins behind the entry that ``cursor`` names.

    ``cursor`` is what ``After`` has read. Raises RequestInvalid where its entry is none of the list, or has gone.
    """
    begins = 0
    if cursor is not None:
        begins = next((place for place, entry in enumerate(entries, 1) if id_of(entry) == cursor), 0)
        if not begins:
            raise not_a_cursor()
    return page_of(entries[begins:], limit, key=id_of, show=show)
