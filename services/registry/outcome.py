"""What came of a command that may be sent twice."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.errors import Violation

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Registered(Generic[Thing]):
    """What is on record now; ``is_new`` tells whether this very command put it there."""

    thing: Thing
    is_new: bool


def unknown(field: str) -> Violation:
    """Return the violation of a field that names something that is not on record."""
    return Violation(f"/{field}", "unknown", "Names nothing that is registered.", "登録されていない対象です。")
