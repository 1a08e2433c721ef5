"""A person's coverages over two times: on which days they hold, and since when the registry has known it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.domain.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Version:
    """A coverage as it was known from ``recorded_at`` up to ``superseded_at`` (None: still)."""

    coverage: Coverage
    recorded_at: datetime
    superseded_at: datetime | None = None

    def is_known_at(self, instant: datetime) -> bool:
        """Tell whether this is what the registry held at ``instant``."""
        return self.recorded_at <= instant and (self.superseded_at is None or instant < self.superseded_at)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every version of every coverage of one person, in any order."""

    versions: tuple[Version, ...]

    def known_at(self, instant: datetime) -> tuple[Coverage, ...]:
        """Return the coverages as the registry knew them at ``instant``, oldest first."""
        found = [version.coverage for version in self.versions if version.is_known_at(instant)]
        return tuple(sorted(found, key=lambda coverage: (coverage.acquired_on, coverage.coverage_id)))

    def covering(self, day: date, instant: datetime) -> tuple[Coverage, ...]:
        """Return what covers ``day``, as the registry knew it at ``instant``, oldest first."""
        return tuple(coverage for coverage in self.known_at(instant) if coverage.period.contains(day))


def ranges_of(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Return ``days`` as ranges of days that follow each other, first and last included."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)
