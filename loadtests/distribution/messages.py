"""What the leader of a run and its processes tell each other over Locust's connection."""

from typing import Any, TypedDict

PRESENT, SHARE, READY, BEGIN, DONE = (f"receptions {what}" for what in ("present", "share", "ready", "begin", "done"))
"""In this order: I am here; you are this one of so many; I know what I send; begin now; I have sent it."""
NOTES = "receptions"
"""The member of Locust's own reports that holds what was noted since the last one."""


class Ready(TypedDict):
    """What a process tells when it is ready, or cannot be."""

    problem: str | None
    """Why nothing can be measured from there, a sentence."""
    asked: int
    """Receptions of the whole run."""
    mark: str
    """Equal where schedule and data are."""
    conditions: dict[str, Any]
    """Members of the verdict that tell of the data."""


class Done(TypedDict):
    """What a process tells at its end."""

    notes: list[Any]
    processes: list[dict[str, object]]
    """Itself and its signers."""
