"""What somebody wrote into the field for a patient or a card. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NewType
from uuid import UUID

Named = NewType("Named", str)
"""What can be a persona's id."""
_PERSONA = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A test patient, as the field suggests them."""

    id: str
    title: str
    title_ja: str


def named(text: str) -> UUID | Named | None:
    """Return the card or the persona that ``text`` names; None where it can be neither."""
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        return UUID(written)
    except ValueError:
        return Named(written) if _PERSONA.fullmatch(written) else None


def suggestions_in(personas: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    """Return those of the answer of ``GET /personas`` who have a card."""
    return [Suggestion(each["id"], each["title"], each["title_ja"]) for each in personas if each["card"] is not None]
