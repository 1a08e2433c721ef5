"""Whether a refusal for too many misses is right: a run counts them by institution, as the registry does. Pure.

What an institution asked before the run, nobody here can count. The refusal tells of it: its Retry-After ends when the
oldest miss that fills the budget leaves the window, so it says when that miss was.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum

from loadtests.receptions.schedule import Kind

_SLACK_S = 10.0
"""Between our clock and the registry's."""
_ROUNDING_S = 1.0
"""Retry-After is in whole seconds."""
CODE = "too-many-misses"
COUNTED = frozenset({Kind.IDENTIFIERS, Kind.NOT_FOUND, Kind.SUPERSEDED})
"""What may be refused for them: cards, files and purposes that open nothing are not counted with these."""


class Due(Enum):
    """Why a refusal is right."""

    BY_THIS_RUN = "by this run"
    BEFORE_IT = "before it"


@dataclass(slots=True)
class Misses:
    """What each institution has asked for that nobody has, within the window in which it counts."""

    limit: int = 60
    """ONSHI_MISS_LIMIT of the system under test."""
    window_s: float = 60.0
    """ONSHI_MISS_WINDOW_S."""
    begun_s: float = 0.0
    """Nothing was asked by this run before."""
    _at: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, institution: str, now_s: float) -> None:
        """Count a question that finds nobody, as it is sent."""
        self._at[institution].append(now_s)

    def due(self, kind: Kind, institution: str, sent_s: float, retry_after: str | None) -> Due | None:
        """Return why the refusal of what was sent at ``sent_s`` is right; None where it is not.

        ``retry_after`` is its header, in seconds.
        """
        if kind not in COUNTED:
            return None
        if self._are_too_many(institution, sent_s):
            return Due.BY_THIS_RUN
        return Due.BEFORE_IT if self._began_before(sent_s, retry_after) else None

    def _are_too_many(self, institution: str, now_s: float) -> bool:
        """Tell whether the institution can have used its budget up since the run began."""
        sent = self._at[institution]
        while sent and sent[0] < now_s - self.window_s - _SLACK_S:
            sent.popleft()
        return len(sent) >= self.limit

    def _began_before(self, sent_s: float, retry_after: str | None) -> bool:
        """Tell whether the oldest miss that fills the budget was before this run, as the refusal says."""
        if retry_after is None or not retry_after.isdecimal():
            return False
        return sent_s + int(retry_after) - self.window_s < self.begun_s + _ROUNDING_S
