"""Lists: a page of items and an opaque cursor for the next one."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BaseModel, Field

from shared.web.cursors import Key, cursor_of, not_a_cursor, read_cursor

Item = TypeVar("Item")
Entry = TypeVar("Entry")
_LONGEST_CURSOR = 200


def _text_of(key: bytes) -> str:
    text = key.decode("ascii")
    if not text.isprintable() or not text:
        raise ValueError("no key is so")
    return text


Limit = Annotated[int, Query(ge=1, le=1000, description="How many items at most.")]
After = Annotated[
    str | None,
    Query(alias="cursor", max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before."),
    AfterValidator(lambda text: None if text is None else read_cursor(text, _text_of)),
]
DEFAULT_LIMIT = 100


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return what the document calls a page of these items: ``InsurerPage``."""
        return f"{params[0].__name__.removesuffix('Shown')}Page"


def key_in(text: str | None, read: Callable[[str], Key]) -> Key | None:
    """Return the key that ``After`` found, as ``read`` reads it; raises RequestInvalid when it is another list's."""
    if text is None:
        return None
    try:
        return read(text)
    except ValueError:
        raise not_a_cursor() from None


def page_of(
    entries: Sequence[Entry], limit: int, *, key: Callable[[Entry], str], show: Callable[[Entry], Item]
) -> Page[Item]:
    """Return the page of ``limit`` items; ``entries`` holds one more where there is a next page."""
    shown = entries[:limit]
    has_more = len(entries) > limit
    cursor = cursor_of(key(shown[-1]).encode()) if has_more else None
    return Page(items=[show(entry) for entry in shown], next_cursor=cursor)
