"""How old what other services publish may be where it is read: a cell reads a copy, which can fall behind.

Only a cell has a limit. Where services publish and read in one database, what is published is never old.
"""

import time
from collections.abc import Callable

CLOCKS_AGREE_WITHIN_S = 1.0
"""A beat from further in the future says that a clock is wrong: then nobody knows how old anything is."""


class PublishedAge:
    """The age of what is published, as it was last seen, and whether it may still be answered from."""

    def __init__(self, limit_s: float | None = None, tick: Callable[[], float] = time.monotonic) -> None:
        """``limit_s``: seconds; None where what is published is at its source. ``tick`` is any running clock."""
        self._limit_s = limit_s
        self._tick = tick
        self._seen: tuple[float, float] | None = None
        """The age, and when it was read."""

    @property
    def is_limited(self) -> bool:
        """Tell whether this is a copy."""
        return self._limit_s is not None

    def allows(self, age_s: float | None) -> bool:
        """Tell whether what was read together with this age may be answered from; None: nothing has ever come."""
        if self._limit_s is None:
            return True
        return age_s is not None and -CLOCKS_AGREE_WITHIN_S <= age_s <= self._limit_s

    def begin(self) -> float:
        """Return what ``saw`` wants to know: when the reading of an age began."""
        return self._tick()

    def saw(self, age_s: float | None, begun: float) -> None:
        """Remember the age that was read just now."""
        self._seen = None if age_s is None else (age_s, begun)

    @property
    def seconds(self) -> float | None:
        """How old it is by now at the most; None where nothing has come yet, or nobody has looked."""
        if self._seen is None:
            return None
        age_s, begun = self._seen
        return age_s + self._tick() - begun

    @property
    def is_current(self) -> bool:
        """Tell whether what is read from now on may be answered from, by what was last seen."""
        return self.allows(self.seconds)
