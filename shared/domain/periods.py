"""Periods of days. Days are days in Japan."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` on, up to but not including ``end``; ``None`` as end means still running."""

    start: date
    end: date | None = None

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)
