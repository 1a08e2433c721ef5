"""Telling what may be a My Number (個人番号), so that it can be refused.

Twelve digits, the last a check digit. Rule: 行政手続における特定の個人を識別するための番号の利用等に関する法律の
規定による通知カード及び個人番号カード並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する命令
(平成26年総務省令第85号) 第5条. About one in eleven random 12-digit numbers passes by chance.
"""

import re
import unicodedata

_TWELVE_DIGITS = re.compile(r"(?<!\d)(\d{4})[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LEAST_DIGITS = 12
_MODULUS = 11


def may_be_my_number(text: str) -> bool:
    """Tell whether ``text`` holds twelve digits (plain or in fours, any width) with a valid check digit."""
    if len(text) < _LEAST_DIGITS:
        return False
    folded = unicodedata.normalize("NFKC", text)
    return any(_check_digit_fits("".join(match.groups())) for match in _TWELVE_DIGITS.finditer(folded))


def _check_digit_fits(digits: str) -> bool:
    remainder = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % _MODULUS
    return int(digits[11]) == (0 if remainder <= 1 else _MODULUS - remainder)
