"""Cursors of lists: opaque texts that hold the key behind which a page begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Final, TypeVar

from shared.domain.not_acceptable import NotAcceptable
from shared.errors import RequestInvalid, Violation

Key = TypeVar("Key")
NO_CURSOR: Final = ("is not a cursor of this list", "この一覧のカーソルではありません。")
_ANY_PADDING = "=="


def cursor_of(key: bytes) -> str:
    """Return the cursor that holds ``key``."""
    return urlsafe_b64encode(key).decode("ascii").rstrip("=")


def read_cursor(cursor: str, read: Callable[[bytes], Key]) -> Key:
    """Return the key in a cursor as ``read`` reads it; raises NotAcceptable where ``read`` raises ValueError."""
    try:
        return read(urlsafe_b64decode((cursor + _ANY_PADDING).encode("ascii")))
    except ValueError:
        raise NotAcceptable(*NO_CURSOR) from None


def key_asked(cursor: str | None, read: Callable[[bytes], Key], *, parameter: str = "cursor") -> Key | None:
    """Return the key in the cursor of a query, None where there is none; raises RequestInvalid."""
    if cursor is None:
        return None
    try:
        return read_cursor(cursor, read)
    except NotAcceptable:
        raise not_a_cursor(parameter) from None


def not_a_cursor(parameter: str = "cursor") -> RequestInvalid:
    """Return the refusal of a query parameter that is no cursor of the list."""
    return RequestInvalid([Violation(f"/query/{parameter}", "invalid", *NO_CURSOR)])
