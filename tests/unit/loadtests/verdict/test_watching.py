from loadtests.ledger import Ledger
from loadtests.shapes.curves import Level
from loadtests.verdict.thresholds import Threshold, read_threshold
from loadtests.verdict.watching import Watch

ABORTING, PLAIN = read_threshold("token:p99<300 abort"), read_threshold("token:p99<300")
LEVELS = [Level(0, 10, 0.25), Level(10, 20, 0.3125), Level(20, 30, 0.390625)]


def watch(ledger: Ledger, ends: list[bool], thresholds: list[Threshold], levels: list[Level] | None = None) -> Watch:
    return Watch(ledger, thresholds, levels or [], lambda: 40.0, 2.0, lambda: ends.append(True))


def ask(ledger: Ledger, from_s: int, to_s: int, latency_ms: float, started_late_s: float = 0.0) -> None:
    for second in range(from_s, to_s):
        for part in range(5):
            due_s = second + part / 5
            ledger.start(due_s, due_s + started_late_s)
            ledger.request("token", latency_ms, sent_s=due_s)


def test_a_threshold_that_aborts_ends_the_run_once_it_is_not_kept() -> None:
    ledger = Ledger(1_000, 200.0)
    ends: list[bool] = []
    ask(ledger, 0, 10, 100)
    watching = watch(ledger, ends, [ABORTING])
    watching.look(10)
    assert not ends

    ask(ledger, 10, 12, 301)
    watching.look(12)
    watching.look(13)

    assert ends == [True]
    assert ledger.aborted == "token:p99<300 abort was not kept in the 10 s before second 12"


def test_what_was_long_ago_or_seldom_ends_nothing() -> None:
    ledger = Ledger(1_000, 200.0)
    ends: list[bool] = []
    ask(ledger, 0, 3, 301)
    ask(ledger, 10, 20, 100)

    watch(ledger, ends, [ABORTING]).look(20)
    ask(ledger, 40, 42, 301)
    watch(ledger, ends, [ABORTING]).look(42)

    assert not ends


def test_a_threshold_that_does_not_abort_ends_nothing() -> None:
    ledger = Ledger(1_000, 200.0)
    ends: list[bool] = []
    ask(ledger, 0, 10, 301)

    watch(ledger, ends, [PLAIN]).look(10)

    assert not ends


def test_the_capacity_is_the_highest_level_that_kept_all_thresholds() -> None:
    ledger = Ledger(1_000, 30.0)
    ends: list[bool] = []
    ask(ledger, 0, 20, 100)
    ask(ledger, 20, 30, 301)
    watching = watch(ledger, ends, [PLAIN], LEVELS)

    watching.look(22)
    assert (ledger.capacity is not None, ends) == (True, [])
    watching.look(32)

    assert ends == [True]
    assert ledger.capacity is not None
    assert (ledger.capacity.rate, ledger.capacity.from_s, ledger.capacity.to_s) == (12.5, 10, 20)
    assert ledger.capacity.broken_by == "token:p99<300 was not kept at 15.62 receptions a second: 301.000"


def test_a_level_that_was_not_started_in_time_breaks_a_climb_too() -> None:
    ledger = Ledger(1_000, 30.0)
    ends: list[bool] = []
    ask(ledger, 0, 10, 100, started_late_s=0.2)

    watch(ledger, ends, [PLAIN], LEVELS).look(12)

    assert ends == [True]
    assert ledger.capacity is not None
    assert ledger.capacity.rate is None
    assert ledger.capacity.broken_by == "50 of 50 receptions at 10 receptions a second started late or never"


def test_a_climb_that_nothing_ends_says_so() -> None:
    ledger = Ledger(1_000, 30.0)
    ends: list[bool] = []
    ask(ledger, 0, 30, 100)

    watch(ledger, ends, [PLAIN], LEVELS).look(40)

    assert not ends
    assert ledger.capacity is not None
    assert (ledger.capacity.rate, ledger.capacity.broken_by) == (15.625, None)
