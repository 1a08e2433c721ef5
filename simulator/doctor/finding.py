"""One thing that was looked at: what was found, how bad that is, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """It works, but not all of it, or not as one expects."""
    STOP = "stop"
    """onshi does not start like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``to_do`` is empty where nothing is to be done."""

    subject: str
    level: Level
    found: str
    found_ja: str
    to_do: str = ""
    to_do_ja: str = ""


def fine(subject: str, found: str, found_ja: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(subject, Level.OK, found, found_ja)
