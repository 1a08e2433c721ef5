"""The largest rate that is kept: doubled until one is not, then halved between. Pure but for what it is given."""

from collections.abc import Callable

_FIRST = 50.0
_LARGEST = 100_000.0
_HALVINGS = 3


def largest_kept(is_kept: Callable[[float], bool], has_time: Callable[[], bool]) -> float:
    """Return the largest rate that was kept, 0 where not even the first was; ends early where there is no time."""
    kept, broken, rate = 0.0, _LARGEST, _FIRST
    while rate < _LARGEST:
        if not is_kept(rate):
            broken = rate
            break
        kept, rate = rate, rate * 2
        if not has_time():
            break
    for _ in range(_HALVINGS):
        if broken == _LARGEST or not has_time():
            break
        between = (kept + broken) / 2
        if is_kept(between):
            kept = between
        else:
            broken = between
    return kept
