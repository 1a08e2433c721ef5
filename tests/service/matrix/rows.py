"""What one caller has, and how another asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Row:
    """One request about somebody's thing; ``name`` is the operation's.

    Without ``hides`` others are refused, in one of the ways of ``refused``. With it all are answered, and the text is
    in the owner's answer alone.
    """

    name: str
    at: str | None = None
    body: Mapping[str, Any] | None = None
    hides: str | None = None
    refused: tuple[int, ...] = (403, 404)

    @property
    def path(self) -> str:
        return self.at or self.name.partition(" ")[2]


async def wrongly_answered(
    http: httpx.AsyncClient, rows: Sequence[Row], owner: Mapping[str, str], stranger: Mapping[str, str]
) -> list[tuple[str, str, int, str]]:
    """Ask each row as a stranger, then as its owner, who finds the thing as it was; return what was wrong."""
    wrong = []
    for row in rows:
        method = row.name.partition(" ")[0]
        told = await http.request(method, row.path, json=row.body, headers=stranger)
        seen = await http.request(method, row.path, json=row.body, headers=owner)
        if row.hides is None:
            is_right = told.status_code in row.refused
        else:
            is_right = told.is_success and row.hides not in told.text and row.hides in seen.text
        if not is_right:
            wrong.append((row.name, "stranger", told.status_code, told.text))
        if not seen.is_success:
            wrong.append((row.name, "owner", seen.status_code, seen.text))
    return wrong
