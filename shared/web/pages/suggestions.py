"""Test patients as a field for a patient or a card suggests them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A test patient with a card."""

    id: str
    title: str
    title_ja: str


def suggestions_in(personas: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    """Return those of the answer of ``GET /personas`` who have a card or phone."""
    return [
        Suggestion(each["id"], each.get("title") or "", each.get("title_ja") or "")
        for each in personas
        if each.get("card") is not None
    ]
