"""What callers have seen, and what the record holds: all that the invariants look at."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Seen:
    """What callers have received; desks of several threads write to it."""

    answered: list[str] = field(default_factory=list)
    """The check_id of each answer."""
    by_nonce: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By nonce: the check_ids of the answers to its proof."""
    statuses: "Counter[tuple[str, int]]" = field(default_factory=Counter)
    """How often which kind of request got which status."""
    broken: int = 0
    """Requests whose connection broke: nobody knows what came of them."""

    def note(self, what: str, status: int) -> None:
        """Count an answer."""
        self.statuses[what, status] += 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record holds at the end."""

    check_ids: frozenset[str]
    most_of_a_nonce: int
    """How many records the nonce has that has most of them."""
    findings: tuple[str, ...]
    """What the audit of the exported trail finds."""
