"""Telling what may be a My Number (個人番号), so that it can be refused.

Twelve digits, the last a check digit. Rule: 行政手続における特定の個人を識別するための番号の利用等に関する法律の
規定による通知カード及び個人番号カード並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する命令
(平成26年総務省令第85号) 第5条. About one in eleven random 12-digit numbers passes by chance.

Which of the functions a field needs, and what that costs, stands in docs/my-number-guard.md.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from shared.domain.hyphens import HYPHENS
from shared.domain.identifiers import InvalidIdentifier, fold_number
from shared.errors import Violation

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
DIGITS = 12
_MODULUS = 11
_PARTS_OF_AN_INSTANT = ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))
# What people write between groups of digits: blanks, every hyphen and line (shared/domain/hyphens.py), connectors (Pc),
# the middle dots, and some marks.
_MARKS = "_.,:/\\|\u2022\u203f\u2040\u2054\u2219\u22c5\u3001\u3002\u30fb\u00b7"
_BETWEEN = rf"\s{re.escape(HYPHENS + _MARKS)}"
_RUN = re.compile(rf"\d(?:[{_BETWEEN}]{{0,3}}\d){{{DIGITS - 1},}}")
_GROUP = re.compile(r"\d+")
_KANJI = str.maketrans("〇零一二三四五六七八九壱弐参", "00123456789123")
_UUID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_ULID = r"[0-7][0-9a-hjkmnp-tv-z]{25}"
_UNIQUE_ID = re.compile(rf"(?<![0-9a-z])(?:{_UUID}|{_ULID})(?![0-9a-z])", re.IGNORECASE)
_WORD = re.compile(r"[0-9a-z]{20,}", re.IGNORECASE)
_CHANGE = re.compile(r"(?<=[0-9])[a-z]|(?<=[a-z])[0-9]", re.IGNORECASE)
_CHANGES_OF_OPAQUE = 5


def my_number_at(pointer: str) -> Violation:
    """Return what is told of a text that may be a My Number."""
    return Violation(
        pointer,
        "my-number",
        "Holds twelve digits that may be a My Number.",
        "マイナンバーの可能性がある12桁の数字が含まれています。",
    )


def may_be_my_number(text: str) -> bool:
    """Tell whether ``text`` holds twelve digits with a valid check digit, in any width, script and grouping.

    Up to three marks may stand between two digits. Within a longer run only groups of one length count.
    """
    return len(text) >= DIGITS and any(map(_check_digit_fits, _twelves(_plain(text))))


def may_be_my_number_as_identifier(text: str) -> bool:
    """Tell whether a 記号 or 番号 is rather a My Number, as it is written or as it is folded for the look-up."""
    if len(text) < DIGITS:
        return False
    if may_be_my_number(text):
        return True
    try:
        folded = fold_number(text)
    except InvalidIdentifier:
        # It is refused for that.
        return False
    return may_be_my_number(folded)


def may_be_my_number_as_reference(text: str) -> bool:
    """Tell whether ``text``, an identifier that a client's machine made, holds a My Number.

    Such identifiers hold digits by nature, and a tenth of all twelve digits has a fitting check digit. So twelve
    count in groups of one length only, and not a day with a serial number, a time to the second or a counter with
    zeros in front, nor what stands in a UUID, a ULID or another opaque identifier: one My Number in 250 looks like
    those.
    """
    if len(text) < DIGITS or not _RUN.search(plain := _plain(text)):
        return False
    rest = _WORD.sub(_without_opaque, _UNIQUE_ID.sub("x", plain))
    return any(_check_digit_fits(digits) and not _is_made_by_a_machine(digits) for digits in _even_twelves(rest))


def is_exempt_reference(text: str) -> bool:
    """Tell whether ``text`` is taken as a reference though it holds twelve digits with a valid check digit."""
    return may_be_my_number(text) and not may_be_my_number_as_reference(text)


def is_unique_id(text: str) -> bool:
    """Tell whether ``text`` is a UUID or a ULID and nothing else."""
    return _UNIQUE_ID.fullmatch(text) is not None


def _plain(text: str) -> str:
    """Return ``text`` in one width, kanji digits as digits, without what cannot be seen."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text).translate(_KANJI)
    return "".join(each for each in folded if each.isspace() or unicodedata.category(each)[0] not in "CM")


def _twelves(plain: str) -> Iterator[str]:
    for run in _RUN.finditer(plain):
        digits = "".join(_GROUP.findall(run[0]))
        if len(digits) == DIGITS:
            yield digits
        else:
            yield from _even_twelves(run[0])


def _even_twelves(plain: str) -> Iterator[str]:
    """Each twelve digits that stand together, or in neighbouring groups of one length."""
    for run in _RUN.finditer(plain):
        groups = _GROUP.findall(run[0])
        for first, group in enumerate(groups):
            count, rest = divmod(DIGITS, len(group))
            neighbours = groups[first : first + count]
            if rest == 0 and sum(map(len, neighbours)) == DIGITS and len(set(map(len, neighbours))) == 1:
                yield "".join(neighbours)


def _without_opaque(word: re.Match[str]) -> str:
    # Letters and digits in turns, as in a hash: nobody writes a number into the middle of that.
    return "x" if len(_CHANGE.findall(word[0])) >= _CHANGES_OF_OPAQUE else word[0]


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
