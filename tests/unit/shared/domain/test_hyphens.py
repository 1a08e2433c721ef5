"""One list of hyphens and lines, with the same effect in numbers, addresses, kana and the guard."""

import sys
import unicodedata

import pytest

from shared.domain.hyphens import HYPHENS
from shared.domain.identifiers import InsurerNumber, fold_number, fold_symbol, parse_insurer_number, symbol_at
from shared.domain.my_number import may_be_my_number
from shared.domain.written_forms import compare_addresses, compare_kana

# Named by what they are, since most fonts draw them alike.
SEEN = {
    "keyboard": "\u002d",
    "full width": "\uff0d",
    "hyphen": "\u2010",
    "no break": "\u2011",
    "figure dash": "\u2012",
    "en dash": "\u2013",
    "em dash": "\u2014",
    "horizontal bar": "\u2015",
    "minus": "\u2212",
    "superscript minus": "\u207b",
    "subscript minus": "\u208b",
    "small": "\ufe63",
    "long mark": "\u30fc",
    "half-width long mark": "\uff70",
    "light line": "\u2500",
    "heavy line": "\u2501",
    "dashed line": "\u2504",
    "left half of a line": "\u2574",
    "line extension": "\u23af",
    "straightness": "\u23e4",
    "scan line": "\u23bb",
    "heavy minus": "\u2796",
    "modifier minus": "\u02d7",
    "bullet": "\u2043",
    "Arabic full stop": "\u06d4",
    "small em dash": "\ufe58",
    "tilde operator": "\u223c",
    "swung dash": "\u2053",
    "stroke": "\u31d0",
    "wave dash": "\u301c",
    "full-width tilde": "\uff5e",
    "two-em dash": "\u2e3a",
    "Hebrew": "\u05be",
}


@pytest.mark.parametrize("mark", SEEN.values(), ids=SEEN)
def test_each_has_the_same_effect_everywhere(mark: str) -> None:
    assert fold_symbol(f"12{mark}3") == "12-3"
    assert fold_number(f"0012{mark}3") == "12-3"
    assert symbol_at(InsurerNumber("138057"), mark) == ""
    assert parse_insurer_number(f"06{mark}13{mark}0488") == "06130488"
    assert compare_addresses(f"見本市1{mark}2{mark}3", "見本市1-2-3").agrees
    assert compare_kana(f"サト{mark}", "サトー").agrees
    assert may_be_my_number(mark.join(("5555", "5555", "5557")))


def test_every_dash_of_unicode_is_one() -> None:
    dashes = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Pd"}
    assert dashes <= set(HYPHENS)


# confusables.txt of Unicode 16.0.0 (2024-05-31): every line whose second column is one of the four keys alone.
CONFUSABLE = {
    "\u002d": "\u2010\u2011\u2012\u2013\ufe58\u06d4\u2043\u02d7\u2212\u2796\u2cba",
    "\u30fc": "\uff0d\u2014\u2015\u2500\u2501\u31d0\ua7f7\u1173\u3161\u4e00\u2f00",
    "\u301c": "\uff5e",
    "\u007e": "\u2053\u02dc\u1fc0\u223c",
}
LEFT_OUT = {"\u2cba", "\ua7f7", "\u1173", "\u3161", "\u4e00", "\u2f00", "\u02dc", "\u1fc0"}
"""Letters, the kanji 一 and its radical, and accents."""


def test_what_unicode_takes_for_one_is_one_but_for_letters_and_accents() -> None:
    alike = {*CONFUSABLE, *"".join(CONFUSABLE.values())}
    assert alike - set(HYPHENS) == LEFT_OUT


def test_no_letter_but_the_long_mark_and_no_kanji_is_one() -> None:
    letters = {mark for mark in HYPHENS if unicodedata.category(mark)[0] == "L"}
    assert letters == {"\u30fc", "\uff70"}
    assert fold_symbol("一") == "一"
