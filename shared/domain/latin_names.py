"""Names in Latin letters, as passports, residence cards and insurers write them. Pure.

The same person when the parts agree: case, order, commas, hyphens and apostrophes do not count, nor do marks on
letters, whether they are left out (MULLER) or written out by the table of ICAO Doc 9303 part 3 (MUELLER). Middle names
may be missing or shortened to their first letter, as long as two parts agree in full.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from shared.domain.comparison import Comparison, Step

_WRITTEN_OUT: Final = str.maketrans(
    {
        "Ä": "AE",
        "Ö": "OE",
        "Ü": "UE",
        "Å": "AA",
        "Ø": "OE",
        "Æ": "AE",
        "Œ": "OE",
        "Þ": "TH",
        "Ð": "D",
        "Đ": "D",
        "Ł": "L",
    }
)
_LEFT_OUT: Final = str.maketrans(
    {"Ø": "O", "Æ": "AE", "Œ": "OE", "Þ": "TH", "Ð": "D", "Đ": "D", "Ł": "L", "Ħ": "H", "İ": "I", "\u0131": "I"}
)
_APOSTROPHES: Final = re.compile("['`\u00b4\u2018\u2019\u02bc]")
_PART: Final = re.compile("[A-Z]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LEAST_PARTS: Final = 2


def is_latin(text: str) -> bool:
    """Tell whether all letters of ``text`` are Latin, and there is one."""
    letters = _LETTER.findall(unicodedata.normalize("NFKC", text))
    return bool(letters) and all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)


def compare_latin_names(one: str, other: str) -> Comparison:
    """Compare two names in Latin letters, part by part."""
    raw = [unicodedata.normalize("NFKC", text).upper().replace("ẞ", "SS") for text in (one, other)]
    for left in _spellings(raw[0]):
        for right in _spellings(raw[1]):
            steps = _steps_between(left, right)
            if steps is not None:
                marks = () if (left, right) == tuple(_parts(text) for text in raw) else (Step.MARKS,)
                return Comparison(agrees=True, steps=(*marks, *steps))
    return Comparison(agrees=False)


def _spellings(text: str) -> list[list[str]]:
    composed = unicodedata.normalize("NFC", text)
    return [_parts(_bare(composed.translate(table))) for table in (_LEFT_OUT, _WRITTEN_OUT)]


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if unicodedata.category(each) != "Mn")


def _parts(text: str) -> list[str]:
    return _PART.findall(_APOSTROPHES.sub("", text))


def _steps_between(one: Sequence[str], other: Sequence[str]) -> tuple[Step, ...] | None:
    if "".join(one) == "".join(other):
        return ()
    if sorted(one) == sorted(other):
        return (Step.NAME_ORDER,)
    fewer, more = sorted((list(one), list(other)), key=len)
    in_full = [part for part in fewer if len(part) > 1 and part in more]
    if len(in_full) < _LEAST_PARTS or len(set(in_full)) < len(in_full):
        return None
    rest = [part for part in more if part not in in_full]
    for part in fewer:
        if part in in_full:
            continue
        fitting = next((each for each in rest if _shortens(part, each)), None)
        if fitting is None:
            return None
        rest.remove(fitting)
    in_order = [part for part in more if part in in_full] == in_full
    return (Step.MIDDLE_NAME,) if in_order else (Step.NAME_ORDER, Step.MIDDLE_NAME)


def _shortens(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))
