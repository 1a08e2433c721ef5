"""Numbers in kanji, as addresses and dates have them: 百二十三, 一二三, 〇, 廿. Pure."""

from typing import Final

_DIGITS: Final = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
KANJI_DIGITS: Final = "".join((*_DIGITS, *_UNITS))
"""Every kanji that such a number may hold."""


def kanji_number(text: str) -> int:
    """Return the number that ``text`` stands for: with units (百二十三), or digit by digit (一二三).

    Raises ValueError when it holds anything else.
    """
    if not text or any(character not in KANJI_DIGITS for character in text):
        raise ValueError("not a number in kanji")
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in "廿卅":
            total += _UNITS[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit
