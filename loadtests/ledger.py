"""What a run has seen: each latency, finer than a millisecond, and what became of what was asked."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Protocol

LATE_S = 0.05
"""A reception that starts later than this after its instant is late."""
_GRACE_S = 1.0
"""By so much may the last reception be late without making the rate lower: it counts as late."""
WARM_UP = "warm-up"
"""The row of all that was sent before the schedule's second 0: it counts nowhere."""
GOOD, ERROR, WRONG = 0, 1, 2
_LONGEST_S = 60.0
"""Rows are in the order of answers; by so much may that of sending differ."""


class WrongAnswer(Exception):
    """An answer came and was not what it had to be; the message names nobody."""


def percentile(values: "array[float]", percent: float) -> float | None:
    """Return the value that so many percent do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    return sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)]


class Book(Protocol):
    """Where the receptions of one process write what they see."""

    def begin(self, begun_at: float) -> None:
        """Say when the schedule's second 0 is, in seconds since 1970."""

    def start(self, due_s: float, now_s: float) -> None:
        """Count a reception that starts at ``now_s`` and was due at ``due_s``, in seconds after the start."""

    def drop(self, due_s: float) -> None:
        """Count a reception for which too many were under way."""

    def wake(self, lag_ms: float) -> None:
        """Count by how much later than it wanted the generator woke."""

    def refuse_rightly(self, *, is_for_earlier: bool = False) -> None:
        """Count a refusal for too many misses that was due, by this run's or by those of before it."""

    def request(self, name: str, response_time: float, exception: Exception | None = None, **_: Any) -> None:
        """Count a request, as Locust tells it."""


@dataclass(slots=True)
class Row:
    """The requests of one name; the arrays have a place for each that was sent, answered or not."""

    latencies_ms: "array[float]" = field(default_factory=lambda: array("d"))
    sent_s: "array[float]" = field(default_factory=lambda: array("d"))
    """After the schedule's second 0."""
    outcomes: "array[int]" = field(default_factory=lambda: array("b"))
    """GOOD; ERROR: no answer, or one that says that there is none now (429, 5xx); WRONG."""
    statuses: "array[int]" = field(default_factory=lambda: array("h"))
    """Of HTTP; 0: no answer."""
    sizes: "array[int]" = field(default_factory=lambda: array("l"))
    """Bytes of the answers."""
    errors: int = 0
    wrong: int = 0

    def add(self, latency_ms: float, sent_s: float, outcome: int, status: int, size: int) -> None:
        """Count a request."""
        self.latencies_ms.append(latency_ms)
        self.sent_s.append(sent_s)
        self.outcomes.append(outcome)
        self.statuses.append(status)
        self.sizes.append(size)
        self.errors += outcome == ERROR
        self.wrong += outcome == WRONG

    @property
    def count(self) -> int:
        """All that were sent."""
        return len(self.latencies_ms)

    @property
    def errors_percent(self) -> float | None:
        """The share of errors; None of nothing."""
        return self.errors / self.count * 100 if self.count else None

    def since(self, from_s: float) -> "Row":
        """Return what was sent lately, found from the end of what may be long."""
        places = range(self.count)
        first = next((place for place in reversed(places) if self.sent_s[place] < from_s - _LONGEST_S), -1)
        return self._of(place for place in places[first + 1 :] if self.sent_s[place] >= from_s)

    def between(self, from_s: float, to_s: float) -> "Row":
        """Return what was sent in a part of the run."""
        return self._of(place for place, sent_s in enumerate(self.sent_s) if from_s <= sent_s < to_s)

    def _of(self, places: Iterable[int]) -> "Row":
        part = Row()
        for place in places:
            part.add(
                self.latencies_ms[place],
                self.sent_s[place],
                self.outcomes[place],
                self.statuses[place],
                self.sizes[place],
            )
        return part


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a run that climbs has found."""

    rate: float | None
    """Receptions a second of the highest level that kept all thresholds; None: the lowest did not."""
    from_s: float
    to_s: float
    """That level; the lowest where there is none."""
    broken_by: str | None
    """What ended the climb, a sentence; None: nothing did, and more may be possible."""


def status_of(response: Any) -> int:
    """Return the HTTP status of an answer; 0 where there is none."""
    return getattr(response, "status_code", 0) or 0


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
    due_s: "array[float]" = field(default_factory=lambda: array("d"))
    """Of all receptions whose turn has come."""
    missed_s: "array[float]" = field(default_factory=lambda: array("d"))
    """Of those among them that started late or were dropped."""
    void_because: list[str] = field(default_factory=list)
    """Why the run is void whatever it started, a sentence each."""
    rightly_refused: int = 0
    """For too many misses; no error, and nothing wrong."""
    refused_for_earlier: int = 0
    """Those among them whose misses were before the run."""
    begun_at: float = 0.0
    """The schedule's second 0, in seconds since 1970."""
    warm_up: Row = field(default_factory=Row)
    aborted: str | None = None
    """Which threshold ended the run, a sentence."""
    capacity: Capacity | None = None
    """Of a run that climbs."""

    def begin(self, begun_at: float) -> None:
        """Say when the schedule's second 0 is, in seconds since 1970."""
        self.begun_at = begun_at

    def start(self, due_s: float, now_s: float) -> None:
        """Count a reception that starts at ``now_s`` and was due at ``due_s``."""
        self.started += 1
        is_late = now_s - due_s > LATE_S
        self.late += is_late
        self._turn(due_s, is_missed=is_late)
        self.last_start_s = max(self.last_start_s, now_s)

    def drop(self, due_s: float) -> None:
        """Count a reception for which too many were under way."""
        self.dropped += 1
        self._turn(due_s, is_missed=True)

    def wake(self, lag_ms: float) -> None:
        """Count by how much later than it wanted the generator woke."""
        self.lags_ms.append(lag_ms)

    def refuse_rightly(self, *, is_for_earlier: bool = False) -> None:
        """Count a refusal for too many misses that was due, by this run's or by those of before it."""
        self.rightly_refused += 1
        self.refused_for_earlier += is_for_earlier

    def request(
        self,
        name: str,
        response_time: float,
        exception: Exception | None = None,
        response_length: int = 0,
        start_time: float | None = None,
        response: Any = None,
        sent_s: float | None = None,
        status: int | None = None,
        **_: Any,
    ) -> None:
        """Count a request, as Locust tells it, or with ``sent_s`` and ``status`` as another process noted it."""
        if sent_s is None:
            sent_s = 0.0 if start_time is None else start_time - self.begun_at
        row = self.warm_up if sent_s < 0 or name == WARM_UP else self.rows.setdefault(name, Row())
        outcome = GOOD if exception is None else WRONG if isinstance(exception, WrongAnswer) else ERROR
        row.add(response_time, sent_s, outcome, status_of(response) if status is None else status, response_length or 0)
        if exception is not None:
            self.complaints[f"{name}: {exception}"] += 1

    def _turn(self, due_s: float, *, is_missed: bool) -> None:
        self.due_s.append(due_s)
        if is_missed:
            self.missed_s.append(due_s)

    @property
    def span_s(self) -> float:
        """For how long receptions were started; at least as long as the schedule is."""
        return max(self.seconds, self.last_start_s)

    @property
    def asked_rate(self) -> float:
        """Receptions a second that the schedule asks for."""
        return self.asked / self.seconds

    @property
    def started_rate(self) -> float:
        """Receptions a second that were started."""
        return self.started / max(self.seconds, self.last_start_s - _GRACE_S)

    @property
    def wrong(self) -> int:
        """All wrong answers, those of the warm-up too."""
        return sum(row.wrong for row in (*self.rows.values(), self.warm_up))
