"""How far the checks of card readers have been brought to `face`, and which of them are on their way."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """``cursor`` of the list of checks; ``passed`` are the keys of those behind it that may not be moved yet."""

    cursor: str
    passed: frozenset[str] = frozenset()


def read_place(file: Path) -> Place | None:
    """Return where an agent before this one stood; None at the first start, or where the file cannot be read."""
    try:
        members = json.loads(file.read_text(encoding="utf-8"))
        return Place(str(members["cursor"]), frozenset(members["passed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_place(file: Path, place: Place) -> None:
    """Keep it, whole or not at all; raises OSError."""
    beside = file.with_suffix(".tmp")
    beside.write_text(json.dumps({"cursor": place.cursor, "passed": sorted(place.passed)}), encoding="utf-8")
    beside.replace(file)
