"""Whether a refusal for too many misses is right: a run counts them by institution, as the registry does. Pure."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

_SLACK_S = 10.0
"""Between our clock and the registry's."""
CODE = "too-many-misses"


@dataclass(slots=True)
class Misses:
    """What each institution has asked for that nobody has, within the window in which it counts."""

    limit: int = 60
    """ONSHI_MISS_LIMIT of the system under test."""
    window_s: float = 60.0
    """ONSHI_MISS_WINDOW_S."""
    _at: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, institution: str, now_s: float) -> None:
        """Count a question that finds nobody, as it is sent."""
        self._at[institution].append(now_s)

    def are_too_many(self, institution: str, now_s: float) -> bool:
        """Tell whether the institution can have used its budget up."""
        sent = self._at[institution]
        while sent and sent[0] < now_s - self.window_s - _SLACK_S:
            sent.popleft()
        return len(sent) >= self.limit
