"""How wide an integer is, said where a generator looks: Java and C# take one without a format for 32 bits.

It follows from the bounds; what has none may be any number of JSON's, and is read as 64 bits.
"""

from collections.abc import Mapping
from typing import Any

_NARROW = range(-(2**31), 2**31)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_DATA = frozenset({"example", "examples", "enum", "const", "default"})


def describe_integers(part: Any, *, names_members: bool = False) -> None:
    """Give each integer in ``part`` of a document its ``format``, and bounds that are integers too; in place.

    ``names_members``: the keys of ``part`` are names that somebody chose, not words of OpenAPI.
    """
    if isinstance(part, dict):
        if part.get("type") == "integer" and not names_members:
            _describe(part)
        for name, inner in part.items():
            if names_members or name not in _DATA:
                describe_integers(inner, names_members=name == "properties" and not names_members)
    elif isinstance(part, list):
        for inner in part:
            describe_integers(inner)


def format_of(schema: Mapping[str, Any]) -> str:
    """Return ``int32`` where both bounds fit in it, else ``int64``."""
    lowest = schema.get("minimum", schema.get("exclusiveMinimum"))
    highest = schema.get("maximum", schema.get("exclusiveMaximum"))
    is_narrow = lowest is not None and highest is not None and lowest in _NARROW and highest in _NARROW
    return "int32" if is_narrow else "int64"


def _describe(schema: dict[str, Any]) -> None:
    for bound in _BOUNDS:
        if isinstance(schema.get(bound), float) and schema[bound].is_integer():
            schema[bound] = int(schema[bound])
    schema.setdefault("format", format_of(schema))
