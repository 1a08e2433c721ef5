"""An id in a path, a query or a body: a UUID as 36 characters with hyphens, or as its 32 digits.

Python's own reader, and with it the framework's, also takes braces and ``urn:uuid:``; the check path's does not.
"""

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from shared.domain.not_acceptable import NotAcceptable

_WRITTEN = re.compile("[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def is_id(text: str) -> bool:
    """Tell whether an id is written so."""
    return _WRITTEN.fullmatch(text) is not None


def _as_written(value: Any) -> Any:
    if isinstance(value, str) and not is_id(value):
        raise NotAcceptable(
            "must be a UUID, without braces or urn:uuid:", "UUIDで指定してください（波括弧・urn:uuid: は不可）"
        )
    return value


Id = Annotated[UUID, BeforeValidator(_as_written)]
