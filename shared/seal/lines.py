"""How a row becomes the bytes that are sealed: its columns as one line of JSON, and the leaf over them.

PostgreSQL hashes the rows where they lie, so that sealing costs the process that answers checks next to nothing;
Python hashes them again when it verifies. Both write the same bytes: members in a fixed order, no blanks, UTF-8,
nothing escaped but what JSON must escape. A test holds the two equal.
"""

from collections.abc import Mapping, Sequence


def instant_sql(column: str) -> str:
    """Return the expression that writes an instant as lines have it: UTC, six digits behind the second."""
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def line_sql(row: str, fields: Sequence[str], written: Mapping[str, str]) -> str:
    """Return the expression over ``row``: its canonical text. ``written``: what is not written as its column is."""
    members = ", ".join(f"{written.get(name, f'{row}.{name}')} AS {name}" for name in fields)
    return f"(SELECT row_to_json(sealed)::text FROM (SELECT {members}) AS sealed)"  # noqa: S608 - put together from constants


def leaf_sql(line: str) -> str:
    """Return the expression for the leaf of ``line``, an expression that is a canonical text."""
    return rf"sha256('\x00'::bytea || convert_to({line}, 'UTF8'))"
