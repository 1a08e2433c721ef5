"""How messages spell values: days, months, padding, width of letters. Pure."""

import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from shared.clock import JAPAN

_INSURER_LENGTH: Final = 8
_SECONDS: Final = len("yyyy-MM-ddTHH:mm:ss")
_DIGITS: Final = str.maketrans("", "", "-:T")
_POSTAL_DIGITS: Final = 7
_FULL: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_WITHOUT_HALF: Final = str.maketrans("ヮヰヱヵヶ", "ワイエカケ")
"""Kana that have no half-width form."""


def _half_of_full() -> dict[int, str]:
    half = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)}
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ", "\u309b": "ﾞ", "\u309c": "ﾟ"}
    letters = {chr(full): chr(plain) for plain, full in _FULL.items()}
    return {ord(full): plain for full, plain in {**half, **marks, **letters}.items()}


_HALF: Final = _half_of_full()


def day(on: date | None) -> str | None:
    """Return a day as ``yyyyMMdd``."""
    return None if on is None else on.isoformat().replace("-", "")


def month(on: date) -> str:
    """Return the month of a day as ``yyyyMM``."""
    return f"{on:%Y%m}"


def instant(at: datetime | None) -> str | None:
    """Return an instant as ``yyyyMMddHHmmss`` by the clock of Japan."""
    if at is None:
        return None
    in_japan = at if at.tzinfo is JAPAN else at.astimezone(JAPAN)
    return in_japan.isoformat(timespec="seconds")[:_SECONDS].translate(_DIGITS)


def percent(share: int) -> str:
    """Return a share as three digits: ``020``."""
    return f"{share:03}"


def insurer_number(number: str) -> str:
    """Return 保険者番号 in eight characters: a shorter one has blanks in front."""
    return number.rjust(_INSURER_LENGTH)


def postal_code(code: str | None) -> str | None:
    """Return 郵便番号 with its hyphen."""
    if code is not None and len(code) == _POSTAL_DIGITS and code.isdigit():
        return f"{code[:3]}-{code[3:]}"
    return code


@lru_cache(maxsize=4096)
def full_width(name: str | None) -> str | None:
    """Return a name in full width, with a full-width blank."""
    if name is None:
        return None
    return unicodedata.normalize("NFKC", name).translate(_FULL) if _has_half(name) else name


@lru_cache(maxsize=4096)
def half_width_kana(name: str | None) -> str | None:
    """Return a name in half-width kana, with a half-width blank; a voiced mark is a character of its own."""
    if name is None or name.isascii():
        return name
    katakana = name.translate(_HIRAGANA).translate(_WITHOUT_HALF)
    return unicodedata.normalize("NFD", katakana).translate(_HALF)


def _has_half(name: str) -> bool:
    return any(" " <= character <= "~" or "\uff61" <= character <= "\uff9f" for character in name)
