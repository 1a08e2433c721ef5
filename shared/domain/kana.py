"""Kana as registers write them: one form of each sound. Pure.

Overlooked: ひらがな and カタカナ, small and large (all of Unicode's small kana), which hyphen or line the long mark is,
ヰ ヱ ヲ for イ エ オ, and the marks that repeat a kana. Not overlooked: voiced marks (ヤマサキ, ヤマザキ), ヂ ヅ and
ジ ズ, a long vowel written out (オーノ, オオノ).
"""

import re
import unicodedata
from typing import Final

from shared.domain.hyphens import with_one_long_mark

_HIRAGANA: Final[dict[int, str | int | None]] = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_SMALL: Final = " SMALL "


def _large_of_small() -> dict[int, str]:
    """Return the large kana of every small one, by their names in Unicode."""
    ranges = (range(0x3041, 0x3100), range(0x31F0, 0x3200), range(0x1B150, 0x1B153), range(0x1B164, 0x1B168))
    names = {code: unicodedata.name(chr(code), "") for codes in ranges for code in codes}
    return {
        code: unicodedata.lookup(name.replace(_SMALL, " ").replace("HIRAGANA", "KATAKANA"))
        for code, name in names.items()
        if _SMALL in name
    }


_LARGE: Final = {**_large_of_small(), **{ord(old): new for old, new in zip("ヰヱヲ", "イエオ", strict=True)}}
_MARKS: Final = str.maketrans({"\u309b": "\u3099", "\u309c": "\u309a"})
"""Voiced marks that stand alone, as those that join the kana before them."""
_REPEATED: Final = re.compile("(.)([ヽヾ])")


def with_joined_marks(text: str) -> str:
    """Return ``text`` in one width (NFKC), a voiced mark joined with the kana before it."""
    return unicodedata.normalize("NFKC", text.translate(_MARKS))


def fold_kana(text: str) -> str:
    """Return ``text``, in one width and without blanks, in large katakana."""
    large = with_one_long_mark(text).translate(_HIRAGANA).translate(_LARGE)
    return _with_repeated(unicodedata.normalize("NFC", large))


def _with_repeated(text: str) -> str:
    while (again := _REPEATED.sub(_repeat, text, count=1)) != text:
        text = again
    return text


def _repeat(found: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFD", found[1])[0]
    voiced = unicodedata.normalize("NFC", plain + "\u3099")
    return found[1] + (voiced if found[2] == "ヾ" and len(voiced) == 1 else plain)
