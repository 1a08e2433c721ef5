"""The figures of all workers as they are shown: sums, rates, and how long checks took."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import catalogue
from shared.worlds.figures import WorkerFigures

ANSWER = "answer"
Bucket = tuple[float, float | None]
"""Longer than the first, at most the second; None: any longer. In seconds."""
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """What came of checks: how often since the start, and in the last seconds."""

    code: str
    title_ja: str
    title: str
    since_start: int
    recent: int


@dataclass(frozen=True, slots=True)
class ShownWorker:
    """One worker. ``cpu_percent`` is of one processor; None where that cannot be told yet."""

    process_id: int
    cpu_percent: float | None
    memory_mib: float | None
    checks_per_s: float


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """All workers together, about the last ten seconds."""

    checks_per_s: float
    p50_ms: float | None
    p99_ms: float | None
    refused: int
    cpu_percent: float | None
    memory_mib: float | None
    outcomes: list[ShownOutcome]
    workers: list[ShownWorker]


def shown_figures(told: Sequence[WorkerFigures]) -> ShownFigures:
    """Return the figures of all workers together."""
    workers = [_worker(each) for each in told]
    since_start, recent = Counter[str](), Counter[str]()
    within_s = Counter[Bucket]()
    for each in told:
        since_start.update(each.outcomes_since_start)
        recent.update(each.outcomes)
        within_s.update({(lower, upper): count for lower, upper, count in each.within_s})
    return ShownFigures(
        checks_per_s=sum(each.checks_per_s for each in workers),
        p50_ms=quantile_ms(within_s, 0.5),
        p99_ms=quantile_ms(within_s, 0.99),
        refused=recent.total() - recent[ANSWER],
        cpu_percent=_sum([each.cpu_percent for each in workers]),
        memory_mib=_sum([each.memory_mib for each in workers]),
        outcomes=[_outcome(code, count, recent[code]) for code, count in since_start.most_common() if count],
        workers=workers,
    )


def quantile_ms(within_s: Counter[Bucket], share: float) -> float | None:
    """Return the time that ``share`` of all took at most, by the bucket it falls in; None where there is none.

    Within a bucket times are taken to lie evenly, as Prometheus does it (histogram_quantile).
    """
    wanted, below = within_s.total() * share, 0
    for (lower, upper), count in sorted(within_s.items(), key=lambda bucket: bucket[0][0]):
        if below + count >= wanted:
            # Beyond the last bound nothing is known but that it took longer.
            width = 0.0 if upper is None else upper - lower
            return 1000 * (lower + width * (wanted - below) / count)
        below += count
    return None


def _worker(told: WorkerFigures) -> ShownWorker:
    memory = told.resident_bytes
    return ShownWorker(
        told.process_id,
        100 * told.cpu_s / told.over_s if told.over_s else None,
        None if memory is None else memory / _MIB,
        sum(told.outcomes.values()) / told.over_s if told.over_s else 0.0,
    )


def _outcome(code: str, since_start: int, recent: int) -> ShownOutcome:
    known = catalogue().get(code)
    title_ja, title = ("", "") if known is None else (known.title_ja, known.title)
    return ShownOutcome(code, title_ja, title, since_start, recent)


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
