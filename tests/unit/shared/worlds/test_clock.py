"""The clock of a world: running ahead of the machine's, or frozen, as it is told."""

from datetime import UTC, datetime, timedelta

from shared.clock import ShiftedClock
from shared.worlds.clock import ClockState, WorldClock

INSTANT = datetime(2027, 8, 1, 0, 0, tzinfo=UTC)


def test_a_clock_follows_what_it_is_told() -> None:
    clock = WorldClock(ClockState(timedelta(days=3)))
    assert timedelta(days=3) <= clock.now() - ShiftedClock().now() + timedelta(seconds=5) < timedelta(days=3, seconds=6)

    clock.follow(ClockState(frozen_at=INSTANT))
    assert (clock.now(), clock.now()) == (INSTANT, INSTANT)

    clock.follow(ClockState())
    assert abs(clock.now() - ShiftedClock().now()) < timedelta(seconds=5)
