"""A worker's figures: what happened in the last ten seconds, and since its start."""

from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram

from simulator.running.worker_figures import FiguresOfWorker


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def ticking(step: float) -> Iterator[float]:
    at = 100.0
    while True:
        yield at
        at += step


def test_figures_are_those_of_the_last_ten_seconds(registry: CollectorRegistry) -> None:
    outcomes = Counter("onshi_checks", "Checks.", ["outcome"], registry=registry)
    seconds = Histogram("onshi_check_seconds", "Time.", ["face", "outcome"], buckets=[0.001, 0.01], registry=registry)
    clock, cpu = ticking(1.0), ticking(0.25)
    figures = FiguresOfWorker(registry, lambda: next(clock), lambda: next(cpu))

    outcomes.labels("answer").inc(5)
    first = figures()
    assert (first.over_s, first.cpu_s, first.outcomes, first.within_s) == (0.0, 0.0, {}, [])
    assert first.outcomes_since_start == {"answer": 5}

    outcomes.labels("answer").inc(2)
    outcomes.labels("nonce-used").inc()
    for took, outcome in ((0.0005, "answer"), (0.5, "answer"), (0.6, "nonce-used")):
        seconds.labels("rest", outcome).observe(took)
    seconds.labels("message", "answer").observe(0.002)  # The figures are of checks by REST.
    second = figures()
    assert (second.over_s, second.cpu_s) == (1.0, 0.25)
    assert second.outcomes == {"answer": 2, "nonce-used": 1}
    assert second.within_s == [(0.0, 0.001, 1), (0.01, None, 2)]
    assert second.outcomes_since_start == {"answer": 7, "nonce-used": 1}
    assert second.resident_bytes is None or second.resident_bytes > 1_000_000

    later = [figures() for _ in range(11)][-1]
    assert (later.over_s, later.cpu_s, later.outcomes, later.within_s) == (10.0, 2.5, {}, [])


def test_a_worker_that_has_no_checks_yet_tells_so(registry: CollectorRegistry) -> None:
    figures = FiguresOfWorker(registry)()
    assert (figures.outcomes, figures.within_s, figures.outcomes_since_start) == ({}, [], {})
