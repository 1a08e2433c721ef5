"""The figures of all workers, summed."""

from collections import Counter

import pytest

from shared.worlds.figures import WorkerFigures
from simulator.pages.figures import Bucket, quantile_ms, shown_figures

ONE = WorkerFigures(11, 10.0, 2.5, 100 << 20, {"answer": 98, "nonce-used": 2}, [(0.001, 0.002, 100)], {"answer": 500})
TWO = WorkerFigures(
    12, 5.0, 0.5, 60 << 20, {"answer": 50}, [(0.001, 0.002, 48), (1.0, None, 2)], {"answer": 50, "nonce-used": 7}
)


def test_workers_are_summed() -> None:
    figures = shown_figures([ONE, TWO])

    assert figures.checks_per_s == 20.0
    assert figures.refused == 2
    assert figures.cpu_percent == 35.0
    assert figures.memory_mib == 160.0
    assert [(each.process_id, each.cpu_percent, each.checks_per_s) for each in figures.workers] == [
        (11, 25.0, 10.0),
        (12, 10.0, 10.0),
    ]
    assert [(each.code, each.since_start, each.recent) for each in figures.outcomes] == [
        ("answer", 550, 148),
        ("nonce-used", 7, 2),
    ]
    assert figures.outcomes[1].title_ja == "ノンスは使用済みです"
    # Two of 150 took longer than the last bound.
    assert figures.p99_ms == 1000.0
    assert figures.p50_ms == pytest.approx(1.5067, abs=0.001)


def test_without_checks_there_is_no_quantile() -> None:
    idle = WorkerFigures(11, 0.0, 0.0, None, {}, [], {})
    figures = shown_figures([idle])

    assert (figures.checks_per_s, figures.p50_ms, figures.p99_ms) == (0.0, None, None)
    assert (figures.cpu_percent, figures.memory_mib, figures.outcomes) == (None, None, [])
    assert shown_figures([]).workers == []


def test_a_quantile_lies_in_its_bucket() -> None:
    within_s: Counter[Bucket] = Counter({(0.0, 0.001): 50, (0.004, 0.008): 50})

    assert quantile_ms(within_s, 0.5) == 1.0
    assert quantile_ms(within_s, 0.75) == 6.0
    assert quantile_ms(within_s, 1.0) == 8.0
