"""What a read gives: rows whose columns are found by name, whichever driver read them."""

from typing import Any, Protocol


class Row(Protocol):
    """A row of asyncpg or of SQLAlchemy."""

    def __getitem__(self, column: str, /) -> Any: ...
