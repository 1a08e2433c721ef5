"""Lists: a page of items and an opaque cursor for the next one."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BaseModel, Field

from shared.domain.not_acceptable import NotAcceptable
from shared.errors import RequestInvalid, Violation

Item = TypeVar("Item")
Entry = TypeVar("Entry")
Key = TypeVar("Key")
_LONGEST_CURSOR = 200


def _read_cursor(text: str) -> str:
    try:
        key = urlsafe_b64decode(text.encode("ascii")).decode("ascii")
    except ValueError:
        key = ""
    if not key.isprintable() or not key:
        raise NotAcceptable("is not a cursor of this list", "この一覧のカーソルではありません")
    return key


Limit = Annotated[int, Query(ge=1, le=1000, description="How many items at most.")]
After = Annotated[
    str | None,
    Query(alias="cursor", max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before."),
    AfterValidator(lambda text: None if text is None else _read_cursor(text)),
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


def key_in(cursor: str | None, read: Callable[[str], Key]) -> Key | None:
    """Return the key in a cursor as ``read`` reads it; raises RequestInvalid when it is another list's."""
    if cursor is None:
        return None
    try:
        return read(cursor)
    except ValueError:
        raise RequestInvalid(
            [
                Violation(
                    "/query/cursor", "invalid", "Is not a cursor of this list.", "この一覧のカーソルではありません。"
                )
            ]
        ) from None


def page_of(
    entries: Sequence[Entry], limit: int, *, key: Callable[[Entry], str], show: Callable[[Entry], Item]
) -> Page[Item]:
    """Return the page of ``limit`` items; ``entries`` holds one more where there is a next page."""
    shown = entries[:limit]
    has_more = len(entries) > limit
    cursor = urlsafe_b64encode(key(shown[-1]).encode()).decode() if has_more else None
    return Page(items=[show(entry) for entry in shown], next_cursor=cursor)
