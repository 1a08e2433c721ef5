"""An input that shows a defect, made small: what can be left out is left out."""

from collections.abc import Callable

_MOST_TRIES = 3_000


def smaller(given: bytes, shows: Callable[[bytes], bool]) -> bytes:
    """Return the shortest input found that still ``shows`` it: runs are removed, halves first, single bytes last."""
    tries = 0
    length = len(given) // 2
    while length and tries < _MOST_TRIES:
        place = 0
        while place < len(given) and tries < _MOST_TRIES:
            tries += 1
            shorter = given[:place] + given[place + length :]
            if shows(shorter):
                given = shorter
            else:
                place += length
        length //= 2
    return given
