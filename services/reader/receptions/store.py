"""What a clinic's screen shows: each check as it was listed, and its answer where this reader made it.

An answer is kept as it came, for an hour: to read it again would be another disclosure to the patient's record.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from shared.worlds.world import World

KEPT: Final = timedelta(hours=1)
SHOWN: Final = 20

_CURSOR = "SELECT cursor FROM reader.screens WHERE reader = $1"
_BEGIN = "INSERT INTO reader.screens (reader, cursor) VALUES ($1, $2) ON CONFLICT (reader) DO NOTHING"
_GO_ON = "UPDATE reader.screens SET cursor = $3 WHERE reader = $1 AND cursor = $2"
_ADD_ENTRY = """
INSERT INTO reader.receptions (reader, check_id, entry, kept_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (reader, check_id) DO UPDATE SET entry = excluded.entry
"""
_ADD_ANSWER = """
INSERT INTO reader.receptions (reader, check_id, answer, kept_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (reader, check_id) DO UPDATE SET answer = excluded.answer
"""
_NEWEST = """
SELECT place, check_id, entry, answer FROM reader.receptions
WHERE reader = $1 AND entry IS NOT NULL AND kept_until > $2 ORDER BY place DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class Reception:
    """A check that the receipt system received."""

    place: int
    """Later ones have a higher one."""
    check_id: UUID
    entry: Mapping[str, Any]
    """As `GET /v1/checks` lists it."""
    answer: Mapping[str, Any] | None
    """The answer, where this reader made the check and there was one."""


async def cursor_of(world: World, reader: str) -> str | None:
    """Return up to where the list has been read; None before its first reading."""
    rows = await world.database.fetch(_CURSOR, reader)
    return rows[0]["cursor"] if rows else None


async def begin_at(world: World, reader: str, cursor: str) -> None:
    """Let the list be read from ``cursor`` on, unless it is being read already."""
    await world.database.fetch(_BEGIN, reader, cursor)


async def add_entries(world: World, reader: str, before: str, entries: Sequence[Mapping[str, Any]], after: str) -> None:
    """Keep what was listed between two cursors; the same page again changes nothing."""
    kept_until = world.clock.now() + KEPT
    for entry in entries:
        text = json.dumps(entry, ensure_ascii=False)
        await world.database.fetch(_ADD_ENTRY, reader, UUID(entry["check_id"]), text, kept_until)
    await world.database.fetch(_GO_ON, reader, before, after)


async def add_answer(world: World, reader: str, check_id: UUID, answer: Mapping[str, Any]) -> None:
    """Keep the answer that this reader got."""
    text = json.dumps(answer, ensure_ascii=False)
    await world.database.fetch(_ADD_ANSWER, reader, check_id, text, world.clock.now() + KEPT)


async def newest(world: World, reader: str) -> list[Reception]:
    """Return what is shown, the newest first."""
    rows = await world.database.fetch(_NEWEST, reader, world.clock.now(), SHOWN)
    return [
        Reception(
            row["place"],
            row["check_id"],
            json.loads(row["entry"]),
            None if row["answer"] is None else json.loads(row["answer"]),
        )
        for row in rows
    ]
