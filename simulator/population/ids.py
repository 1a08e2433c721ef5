"""Ids of many things at once: UUIDs that can never be taken for a My Number.

RFC 9562 version 8. Besides version and variant three digits of each are letters, so that no twelve decimal digits
stand in a row, whatever is drawn.
"""

import numpy as np

from simulator.population.draws import Draw, Draws

_LENGTH, _BYTES, _HYPHENS = 36, 16, (8, 13, 18, 23)
_HEXADECIMAL = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_LETTERS = np.frombuffer(b"abcdefabcdefabcd", dtype=np.uint8)
_FORCED_LETTERS = (7, 27)
_VERSION_PLACE, _VERSION = 14, ord("8")
_VARIANT_PLACE = 19
_PLACES = [place for place in range(_LENGTH) if place not in _HYPHENS]
_DIGIT_AT = {place: digit for digit, place in enumerate(_PLACES)}


def ids(draws: Draws, what: Draw, count: int) -> list[str]:
    """Return ``count`` ids in their written form."""
    if not count:
        return []
    raw = draws.words(what, 2 * count).view(np.uint8).reshape(count, _BYTES)
    digits = np.empty((count, 2 * _BYTES), dtype=np.uint8)
    digits[:, 0::2], digits[:, 1::2] = raw >> 4, raw & 15
    written = np.full((count, _LENGTH), ord("-"), dtype=np.uint8)
    written[:, _PLACES] = _HEXADECIMAL[digits]
    for place in _FORCED_LETTERS:
        written[:, place] = _LETTERS[digits[:, _DIGIT_AT[place]]]
    # The variant's first two bits are 1 and 0: of the letters only a and b have them.
    written[:, _VARIANT_PLACE] = _LETTERS[digits[:, _DIGIT_AT[_VARIANT_PLACE]] & 1]
    written[:, _VERSION_PLACE] = _VERSION
    text = written.tobytes().decode("ascii")
    return [text[start : start + _LENGTH] for start in range(0, count * _LENGTH, _LENGTH)]
