"""What callers have seen, and what the record holds: all that the invariants look at."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

_UNAVAILABLE = 503


@dataclass(slots=True)
class Seen:
    """What callers have received; desks of several threads write to it."""

    answered: list[str] = field(default_factory=list)
    """The check_id of each answer."""
    answered_at: list[float] = field(default_factory=list)
    """When each came, in seconds of a clock that begins anywhere."""
    by_nonce: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By nonce: the check_ids of the answers to its proof."""
    statuses: "Counter[tuple[str, int]]" = field(default_factory=Counter)
    """How often which kind of request got which status."""
    broken: "Counter[str]" = field(default_factory=Counter)
    """By kind: requests whose connection broke, so that nobody knows what came of them."""

    def note(self, what: str, status: int) -> None:
        """Count an answer."""
        self.statuses[what, status] += 1

    @property
    def unavailable(self) -> int:
        """How many requests were told to come again."""
        return sum(count for (_, status), count in self.statuses.items() if status == _UNAVAILABLE)

    @property
    def pause_s(self) -> float:
        """The longest time in which nobody was answered, in seconds."""
        return max((after - before for before, after in pairwise(sorted(self.answered_at))), default=0.0)

    @classmethod
    def of_all(cls, parts: "Iterable[Seen]") -> Self:
        """Return what was seen in all of them."""
        whole = cls()
        for part in parts:
            whole.answered += part.answered
            whole.answered_at += part.answered_at
            for nonce, check_ids in part.by_nonce.items():
                whole.by_nonce[nonce] |= check_ids
            whole.statuses += part.statuses
            whole.broken += part.broken
        return whole


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record holds."""

    check_ids: frozenset[str]
    most_of_a_nonce: int
    """How many records the nonce has that has most of them."""
    findings: tuple[str, ...]
    """What the audit of the exported trail finds; nothing where none was made."""
