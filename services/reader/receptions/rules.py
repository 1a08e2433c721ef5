"""A received check as the clinic's screen shows it: words, time and JSON. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

_GOOD = ("valid", "valid_unregistered")


@dataclass(frozen=True, slots=True)
class ReceptionShown:
    """One article of the log."""

    check_id: UUID
    said: str
    """The key of its words."""
    is_good: bool
    code: str | None
    checked_at: str
    time: str
    json: str
    is_elsewhere: bool
    """Another client made it: only what the list tells is here."""


def shown_of(check_id: UUID, entry: Mapping[str, Any], answer: Mapping[str, Any] | None) -> ReceptionShown:
    """Return a check as it is shown, of what `GET /v1/checks` lists and of the answer where it is here."""
    validity = entry["validity"]
    checked_at = datetime.fromisoformat(entry["checked_at"])
    return ReceptionShown(
        check_id,
        f"validity_{validity}" if validity is not None else f"outcome_{entry['outcome']}",
        validity in _GOOD,
        entry["refusal_code"],
        entry["checked_at"],
        checked_at.strftime("%H:%M:%S"),
        json.dumps(entry if answer is None else answer, ensure_ascii=False, indent=2),
        answer is None and entry["outcome"] == "answered",
    )
