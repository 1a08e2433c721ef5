"""What somebody wrote into the field for a patient or a card. Pure."""

import re
import unicodedata
from typing import NewType
from uuid import UUID

Named = NewType("Named", str)
"""What can be a persona's id."""
_PERSONA = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.IGNORECASE)


def named(text: str) -> UUID | Named | None:
    """Return the card or the persona that ``text`` names; None where it can be neither."""
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        return UUID(written)
    except ValueError:
        return Named(written) if _PERSONA.fullmatch(written) else None
