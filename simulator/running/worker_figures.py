"""A worker's figures, taken from its metrics and its process each time that it renews its lease."""

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry

from shared.worlds.figures import WorkerFigures

_OUTCOMES, _SECONDS = "onshi_checks_total", "onshi_check_seconds_bucket"
_FACE = "rest"
_SAMPLES = 10
"""One a second: the last ten seconds."""
_PAGES = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class _Sample:
    at: float
    cpu_s: float
    outcomes: Counter[str]
    within_s: Counter[float]
    """Cumulative, as Prometheus has it."""


@dataclass(slots=True)
class FiguresOfWorker:
    """Called once a second, it tells what has happened in the last ten."""

    registry: CollectorRegistry = REGISTRY
    monotonic: Callable[[], float] = time.monotonic
    cpu: Callable[[], float] = time.process_time
    _samples: deque[_Sample] = field(default_factory=lambda: deque(maxlen=_SAMPLES))

    def __call__(self) -> WorkerFigures:
        """Take the figures of now, and return them beside what was ten seconds ago."""
        now = self._sample()
        before = self._samples[0] if self._samples else now
        self._samples.append(now)
        return WorkerFigures(
            process_id=os.getpid(),
            over_s=now.at - before.at,
            cpu_s=now.cpu_s - before.cpu_s,
            resident_bytes=_resident_bytes(),
            outcomes=dict(now.outcomes - before.outcomes),
            within_s=_apart(now.within_s - before.within_s, now.within_s),
            outcomes_since_start=dict(now.outcomes),
        )

    def _sample(self) -> _Sample:
        outcomes: Counter[str] = Counter()
        within_s: Counter[float] = Counter()
        # Only these two are collected: all together take a millisecond.
        for family in self.registry.restricted_registry([_OUTCOMES, _SECONDS]).collect():
            for sample in family.samples:
                if sample.name == _OUTCOMES:
                    outcomes[sample.labels["outcome"]] = int(sample.value)
                elif sample.labels["face"] == _FACE:
                    within_s[float(sample.labels["le"])] += int(sample.value)
        return _Sample(self.monotonic(), self.cpu(), outcomes, within_s)


def _apart(cumulative: Counter[float], bounds: Iterable[float]) -> list[tuple[float, float | None, int]]:
    """Return the counts of each bucket alone, those that are empty left out."""
    apart: list[tuple[float, float | None, int]] = []
    lower, below = 0.0, 0
    for bound in sorted(bounds):
        if cumulative[bound] > below:
            apart.append((lower, None if bound == inf else bound, cumulative[bound] - below))
        lower, below = bound, cumulative[bound]
    return apart


def _resident_bytes() -> int | None:
    try:
        return int(_PAGES.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None
