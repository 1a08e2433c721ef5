"""Telling what may be a My Number (個人番号), so that it can be refused.

Twelve digits, the last a check digit. Rule: 行政手続における特定の個人を識別するための番号の利用等に関する法律の
規定による通知カード及び個人番号カード並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する命令
(平成26年総務省令第85号) 第5条. About one in eleven random 12-digit numbers passes by chance.
"""

import re
import unicodedata
from datetime import UTC, datetime

_TWELVE_DIGITS = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LEAST_DIGITS = 12
_MODULUS = 11
_PARTS_OF_AN_INSTANT = ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))


def may_be_my_number(text: str) -> bool:
    """Tell whether ``text`` holds twelve digits (plain or in fours, any width) with a valid check digit."""
    if len(text) < _LEAST_DIGITS:
        return False
    folded = unicodedata.normalize("NFKC", text)
    return any(_check_digit_fits("".join(match.groups())) for match in _TWELVE_DIGITS.finditer(folded))


def may_be_my_number_as_reference(text: str) -> bool:
    """Tell whether ``text``, an identifier that a client's machine made, is rather a My Number.

    Such identifiers hold digits by nature, and a tenth of all twelve digits has a fitting check digit. So only a
    text that is nothing else counts, and not one that is a day with a serial number, a time to the second, or a
    counter with zeros in front: one My Number in 250 looks like those (docs/my-number-guard.md).
    """
    if len(text) < _LEAST_DIGITS:
        return False
    match = _TWELVE_DIGITS.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    digits = "" if match is None else "".join(match.groups())
    return bool(digits) and _check_digit_fits(digits) and not _is_made_by_a_machine(digits)


def _is_made_by_a_machine(digits: str) -> bool:
    is_counter = digits.startswith("0000")
    is_day = digits[:2] in ("19", "20") and _is_instant(digits[:8] + "000000")
    return is_counter or is_day or _is_instant("20" + digits)


def _is_instant(fourteen: str) -> bool:
    year, month, day, hour, minute, second = (int(fourteen[start:end]) for start, end in _PARTS_OF_AN_INSTANT)
    try:
        datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return True


def _check_digit_fits(digits: str) -> bool:
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % _MODULUS
    return int(digits[11]) == (0 if remainder <= 1 else _MODULUS - remainder)
