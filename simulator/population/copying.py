"""Rows for COPY: of which table, which columns, and the rows in PostgreSQL's text format.

No text of a nation has a tab, a line break or a backslash; bytes are the only column that is written with one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

NULL = "\\N"


@dataclass(frozen=True, slots=True)
class Copy:
    """Rows of one table."""

    schema: str
    table: str
    columns: tuple[str, ...]
    rows: bytes

    @classmethod
    def of(cls, name: str, columns: str, rows: Iterable[str]) -> "Copy":
        """Return the rows of ``schema.table``; ``columns`` are named with blanks between."""
        schema, _, table = name.partition(".")
        return cls(schema, table, tuple(columns.split()), "".join(rows).encode())


def octets(hexadecimal: str) -> str:
    """Return bytes, given as hexadecimal digits, as COPY reads them."""
    return "\\\\x" + hexadecimal


def or_null(texts: Iterable[str]) -> list[str]:
    """Return each text, or the NULL that an empty one stands for."""
    return [text or NULL for text in texts]
