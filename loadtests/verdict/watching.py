"""Watching a run while it goes on: thresholds that end it, and the levels of one that climbs."""

from collections.abc import Callable, Sequence

import gevent

from loadtests.ledger import Capacity, Ledger, Row
from loadtests.shapes.curves import Level
from loadtests.verdict.thresholds import Threshold, measured
from shared.clock import ShiftedClock

WINDOW_S = 10.0
"""So much of the past a threshold that ends a run is looked at."""
_FEWEST = 20
"""Of fewer requests nothing is said yet."""
_MOST_MISSED = 0.01
"""A level of which more receptions started late or never was not sent."""
_EVERY_S = 1.0


class Watch:
    """Looks each second at what a ledger has, and ends the run where there is nothing more to be learnt."""

    def __init__(
        self,
        ledger: Ledger,
        thresholds: Sequence[Threshold],
        levels: Sequence[Level],
        rate: Callable[[], float],
        settled_s: float,
        end: Callable[[], None],
    ) -> None:
        """``rate`` is receptions a second at factor 1; a level is judged ``settled_s`` after its end."""
        self._ledger = ledger
        self._thresholds = thresholds
        self._left = list(levels)
        self._rate = rate
        self._settled_s = settled_s
        self._end = end

    def run(self) -> None:
        """Look until the run is at its end."""
        while not self._has_ended:
            gevent.sleep(_EVERY_S)
            if self._ledger.begun_at:
                self.look(ShiftedClock().now().timestamp() - self._ledger.begun_at)

    def look(self, now_s: float) -> None:
        """Look at what was seen until ``now_s`` seconds after the start."""
        while self._left and self._left[0].to_s + self._settled_s <= now_s and not self._has_ended:
            self._climb(self._left.pop(0))
        for threshold in self._thresholds:
            if threshold.aborts and not self._has_ended and not self._is_kept(threshold, now_s):
                self._ledger.aborted = f"{threshold.text} was not kept in the {WINDOW_S:g} s before second {now_s:.0f}"
                self._end()

    @property
    def _has_ended(self) -> bool:
        ledger = self._ledger
        return ledger.aborted is not None or (ledger.capacity is not None and ledger.capacity.broken_by is not None)

    def _is_kept(self, threshold: Threshold, now_s: float) -> bool:
        row = self._ledger.rows.get(threshold.row, Row()).since(now_s - WINDOW_S)
        return row.count < _FEWEST or threshold.is_kept(measured(threshold.measure, row, min(WINDOW_S, now_s)))

    def _climb(self, level: Level) -> None:
        rate = level.factor * self._rate()
        broken_by, before = self._broken_by(level, rate), self._ledger.capacity
        if broken_by is None:
            self._ledger.capacity = Capacity(rate, level.from_s, level.to_s, None)
            return
        if before is None:
            self._ledger.capacity = Capacity(None, level.from_s, level.to_s, broken_by)
        else:
            self._ledger.capacity = Capacity(before.rate, before.from_s, before.to_s, broken_by)
        self._end()

    def _broken_by(self, level: Level, rate: float) -> str | None:
        ledger, at = self._ledger, f"at {rate:.4g} receptions a second"
        due = sum(level.from_s <= due_s < level.to_s for due_s in ledger.due_s)
        missed = sum(level.from_s <= due_s < level.to_s for due_s in ledger.missed_s)
        if missed > due * _MOST_MISSED:
            return f"{missed} of {due} receptions {at} started late or never"
        for threshold in self._thresholds:
            row = ledger.rows.get(threshold.row, Row()).between(level.from_s, level.to_s)
            value = measured(threshold.measure, row, level.to_s - level.from_s)
            if value is not None and not threshold.is_kept(value):
                return f"{threshold.text} was not kept {at}: {value:.3f}"
        return None
