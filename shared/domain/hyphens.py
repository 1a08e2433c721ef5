"""Every character that people type where a hyphen is meant: one list for numbers, addresses, names and the guard. Pure.

Two numbers, addresses or names never differ by which of these stands in them. Sources: the category Pd of Unicode 16;
all that Unicode's confusables.txt (16.0.0, 2024-05-31) reads as U+002D, U+30FC, U+301C or U+007E alone, but for letters
(Ⲻ ꟷ ㅡ, and ㅡ as a joined vowel), the kanji 一 with its radical, and the accents ˜ and ῀, which NFKC makes a blank
with a mark; the ruled lines and long marks of JIS X 0208 and CP932, which receipt computers print.
docs/written-forms.md has the table.
"""

from typing import Final

_DASHES: Final = (
    "-\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    "\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010d6e\U00010ead"
)
"""Pd, and the hyphen of the keyboard."""
_MINUS_SIGNS: Final = "\u02d7\u06d4\u207b\u208b\u2043\u2052\u2212\u2796"
"""Minus signs, and the bullet and the Arabic full stop, which are drawn as a hyphen."""
_LONG_MARKS: Final = "\u30fc\uff70"
"""長音符, in both widths: on a Japanese keyboard it lies beside the hyphen."""
_RULED_LINES: Final = (
    "\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550\u2574\u2576\u2578\u257a\u257c\u257e"
    "\u23af\u23ba\u23bb\u23bc\u23bd\u23e4\u25ac\u31d0"
)
"""罫線 that run across, and ⎯ ⎺ ⎻ ⎼ ⎽ ⏤ ▬ ㇐."""
_WAVES: Final = "~\uff5e\u2053\u223c"
"""～ and its kin: CP932 has one code for 〜 and ～, and long marks are written so."""

HYPHENS: Final = _DASHES + _MINUS_SIGNS + _LONG_MARKS + _RULED_LINES + _WAVES
"""All of them, the hyphen of the keyboard first."""
_AS_HYPHEN: Final = str.maketrans(dict.fromkeys(HYPHENS, "-"))
_AS_LONG_MARK: Final = str.maketrans(dict.fromkeys(HYPHENS, "\u30fc"))


def with_one_hyphen(text: str) -> str:
    """Return ``text`` with ``-`` for each of them."""
    return text.translate(_AS_HYPHEN)


def with_one_long_mark(text: str) -> str:
    """Return ``text`` with ``ー`` for each of them, as in kana."""
    return text.translate(_AS_LONG_MARK)
