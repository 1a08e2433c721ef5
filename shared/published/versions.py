"""Published rows are versions: what was known at an instant is one predicate, written here and nowhere else.

A version is known from ``known_from`` on and before ``known_to``; the newest has ``known_to`` = infinity.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, text


def holds_at(row: str, instant: str) -> str:
    """Return the SQL that picks, of the versions of ``row``, the one that was known at ``instant``.

    Both are SQL: the name of a table in the statement, and a parameter or column. It belongs into the ON clause of a
    join: it is part of what identifies a version.
    """
    return f"{row}.known_from <= {instant} AND {instant} < {row}.known_to"


def is_open_version(table: Table, at: datetime) -> ColumnElement[bool]:
    """Return the condition on the newest version in ``table`` as its owner ends it: it had begun by ``at``."""
    return and_(table.c.known_to == text("'infinity'"), table.c.known_from <= at)
