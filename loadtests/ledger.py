"""What a run has seen: each latency, finer than a millisecond, and what became of what was asked."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Protocol

LATE_S = 0.05
"""A reception that starts later than this after its instant is late."""


class WrongAnswer(Exception):
    """An answer came and was not what it had to be; the message names nobody."""


def percentile(values: "array[float]", percent: float) -> float | None:
    """Return the value that so many percent do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    return sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)]


class Book(Protocol):
    """Where the receptions of one process write what they see."""

    def start(self, due_s: float, now_s: float) -> None:
        """Count a reception that starts at ``now_s`` and was due at ``due_s``, in seconds after the start."""

    def drop(self) -> None:
        """Count a reception for which too many were under way."""

    def wake(self, lag_ms: float) -> None:
        """Count by how much later than it wanted the generator woke."""

    def request(self, name: str, response_time: float, exception: Exception | None = None, **_: Any) -> None:
        """Count a request, as Locust tells it."""


@dataclass(slots=True)
class Row:
    """The requests of one name."""

    latencies_ms: "array[float]" = field(default_factory=lambda: array("d"))
    """Of all that were sent, answered or not."""
    errors: int = 0
    """No answer, or one that says that there is none now (429, 5xx)."""
    wrong: int = 0

    @property
    def count(self) -> int:
        """All that were sent."""
        return len(self.latencies_ms)

    @property
    def errors_percent(self) -> float | None:
        """The share of errors; None of nothing."""
        return self.errors / self.count * 100 if self.count else None


@dataclass(slots=True)
class Ledger:
    """One run's. ``asked`` receptions stand in the schedule; each is started or dropped, and late counts as started."""

    asked: int
    seconds: float
    """For which the schedule asks."""
    rows: dict[str, Row] = field(default_factory=dict)
    complaints: Counter[str] = field(default_factory=Counter)
    started: int = 0
    late: int = 0
    dropped: int = 0
    last_start_s: float = 0.0
    """After the start of the schedule."""
    lags_ms: "array[float]" = field(default_factory=lambda: array("d"))
    """How much later than it wanted the generator woke, for each reception."""
    void_because: list[str] = field(default_factory=list)
    """Why the run is void whatever it started, a sentence each."""

    def start(self, due_s: float, now_s: float) -> None:
        """Count a reception that starts at ``now_s`` and was due at ``due_s``."""
        self.started += 1
        self.late += now_s - due_s > LATE_S
        self.last_start_s = max(self.last_start_s, now_s)

    def drop(self) -> None:
        """Count a reception for which too many were under way."""
        self.dropped += 1

    def wake(self, lag_ms: float) -> None:
        """Count by how much later than it wanted the generator woke."""
        self.lags_ms.append(lag_ms)

    def request(self, name: str, response_time: float, exception: Exception | None = None, **_: Any) -> None:
        """Count a request, as Locust tells it."""
        row = self.rows.setdefault(name, Row())
        row.latencies_ms.append(response_time)
        if exception is not None:
            is_wrong = isinstance(exception, WrongAnswer)
            row.wrong += is_wrong
            row.errors += not is_wrong
            self.complaints[f"{name}: {exception}"] += 1

    @property
    def asked_rate(self) -> float:
        """Receptions a second that the schedule asks for."""
        return self.asked / self.seconds

    @property
    def started_rate(self) -> float:
        """Receptions a second that were started."""
        return self.started / max(self.seconds, self.last_start_s)

    @property
    def wrong(self) -> int:
        """All wrong answers."""
        return sum(row.wrong for row in self.rows.values())
