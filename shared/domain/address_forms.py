"""Addresses as two registers write them, folded to one form. Pure. docs/written-forms.md has the table."""

import re
from typing import Final

from shared.domain.hyphens import with_one_hyphen
from shared.domain.kana import fold_kana
from shared.domain.kanji_numbers import KANJI_DIGITS, kanji_number

_KANJI: Final = f"[{KANJI_DIGITS}]+"
_BEFORE_A_UNIT: Final = re.compile(rf"{_KANJI}(?=丁目|丁|番地|番|号|条|線|地割)")
_AFTER_A_UNIT: Final = re.compile(rf"(丁目|番地|番|号|\d)([のノ之-]?)({_KANJI})(?=$|[のノ之\-番号丁])")
_IN_A_ROW: Final = re.compile(rf"{_KANJI}(?=[のノ之-](?:{_KANJI}|\d+)(?:$|[のノ之\-番号]))")
_AT_THE_END: Final = re.compile(rf"(?<![{KANJI_DIGITS}])({_KANJI})$")
_NUMBER_WORD: Final = re.compile(r"(?<=\d)(?:丁目|番地[のノ之]?|番丁|番|号室|号|丁(?=\d)|[のノ之](?=\d))(?!町)")
_ORDINAL: Final = re.compile(r"第(?=\d+(?:地割|区))")
_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)")
_LOOSE_HYPHEN: Final = re.compile(r"(?<=\d)-+(?!\d)|(?<!\d)-+(?=\d)")
_SMALL_PLACE: Final = re.compile(r"大字|小字|(?<![文十])字")
_KE: Final = re.compile(r"(?<=[一-龠々])[ガカ箇個个](?=[一-龠])")
_NO: Final = re.compile("[之乃]")


def fold_house_number(text: str) -> str:
    """Return ``text``, in one width, with numbers as 1-2-3: kanji numbers, 丁目, 番地, 番, 号 and every hyphen."""
    # A word that is taken away can bring a number to the end, where it needs no unit.
    while (again := _fold_numbers_once(text)) != text:
        text = again
    return text


def _fold_numbers_once(text: str) -> str:
    text = with_one_hyphen(_BEFORE_A_UNIT.sub(_as_digits, text))
    text = _AFTER_A_UNIT.sub(_as_digits_after, _IN_A_ROW.sub(_as_digits, text))
    text = _AT_THE_END.sub(_as_digits, text)
    joined = re.sub(r"-+", "-", _NUMBER_WORD.sub("-", _ORDINAL.sub("", text)))
    return _ZEROS.sub("", _LOOSE_HYPHEN.sub("", joined)).strip("-")


def fold_place(text: str) -> str:
    """Return ``text`` with place names in one kana, の 之 乃 as ノ, ヶ が 箇 as ケ, and without 大字 and 字."""
    while (again := _SMALL_PLACE.sub("", text)) != text:
        text = again
    plain = fold_kana(text).replace("ー", "-")
    return _NO.sub("ノ", _KE.sub("ケ", plain))


def _as_digits(found: re.Match[str]) -> str:
    return str(kanji_number(found[0]))


def _as_digits_after(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{kanji_number(found[3])}"
