"""What of an answer is the same in every world of one seed and date."""

from typing import Any

BY_CHANCE = {"check_id", "checked_at", "consented_at", "given_at", "viewable_until", "opening_id", "version"}
"""Ids of acts and their instants: in no world the same."""
RECORDED = {"recorded_at", "registered_at", "created_at", "opened_at"}
"""When the seeding came to it, by the clock of its world."""


def settled(part: Any) -> Any:
    """Return what of an answer follows from seed and date."""
    if isinstance(part, dict):
        return {name: settled(value) for name, value in part.items() if name not in BY_CHANCE | RECORDED}
    return [settled(each) for each in part] if isinstance(part, list) else part
