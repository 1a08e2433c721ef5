"""What came of a command that may be sent twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.errors import ServiceError, Violation

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Registered(Generic[Thing]):
    """What is on record now; ``is_new`` tells whether this very command put it there."""

    thing: Thing
    is_new: bool


def first_of(outcomes: Sequence[Registered[Thing] | ServiceError]) -> Registered[Thing]:
    """Return what came of the first of several commands; raises the first refusal among all of them."""
    made = []
    for outcome in outcomes:
        if isinstance(outcome, ServiceError):
            raise outcome
        made.append(outcome)
    return made[0]


def unknown(field: str) -> Violation:
    """Return the violation of a field that names something that is not on record."""
    return Violation(f"/{field}", "unknown", "Names nothing that is registered.", "登録されていない対象です。")
