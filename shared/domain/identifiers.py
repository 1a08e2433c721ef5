"""The numbers that name insurers, insured people and institutions: parsed once, kept in one canonical form.

Each identifier has a type of its own and one parser that raises ``InvalidIdentifier``. Parsers accept what
clients really send (full width, blanks or zeros in front, hyphens, what spreadsheets left) and return the canonical
form; what was filed for display is kept beside it by whoever registers. docs/written-forms.md has the tables.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NewType

from shared.domain.hyphens import with_one_hyphen
from shared.domain.not_acceptable import CONTROL_CHARACTERS, NotAcceptable
from shared.domain.spreadsheet_cells import CUT, is_cut, without_marks
from shared.domain.variants import fold_variants

InsurerNumber = NewType("InsurerNumber", str)
"""保険者番号: 8 digits, or 6 for 国民健康保険, without padding."""
InsuredSymbol = NewType("InsuredSymbol", str)
"""被保険者証記号 in its folded form, for look-ups (docs/written-forms.md). May be empty."""
InsuredNumber = NewType("InsuredNumber", str)
"""被保険者証番号 in its folded form, for look-ups: as the symbol, leading zeros stripped."""
BranchNumber = NewType("BranchNumber", str)
"""被保険者証枝番: two digits. An absent branch is None, never `00`."""
InstitutionCode = NewType("InstitutionCode", str)
"""医療機関コード: 10 digits = prefecture 2 + fee table 1 + institution 7."""

LONG_INSURER_NUMBER, SHORT_INSURER_NUMBER = 8, 6
LONGEST_SYMBOL_OR_NUMBER = 20
_LAWS_WITHOUT_SYMBOL = ("39", "12")
"""後期高齢者医療 and 医療扶助 (法別番号)."""
_NO_SYMBOL = frozenset({"なし", "ナシ", "無し", "無シ", "無", "記号なし", "記号ナシ", "記号無し", "記号無シ", "記号無"})
"""What people and receipt computers write where there is no 記号, folded."""
_PLAIN = re.compile(r"[0-9A-Z-]*")
"""What folds to itself."""
_NOT_SEEN = re.compile(r"[\s\u180e\u200b-\u200f\u2060\ufeff]+")
"""Blanks, and characters of no width that come along from web pages and documents."""
_INSTITUTION_CODE = re.compile(r"\d{10}")
_BRANCH = re.compile(r"0*\d{1,2}")
_CODE_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")


class InvalidIdentifier(NotAcceptable):
    """The text cannot be this identifier."""


def parse_insurer_number(text: str) -> InsurerNumber:
    """Return the canonical 保険者番号, however many zeros clients put in front of it or take away.

    Without them no two forms meet: 8 digits begin with a law number of 01 and above, so 7 or 8 remain; 国民健康保険 has
    6 that begin with a prefecture of 01 and above, so 5 or 6 remain.
    """
    digits = _digits(text)
    significant = digits.lstrip("0")
    if (
        not (digits.isascii() and digits.isdigit())
        or not SHORT_INSURER_NUMBER - 1 <= len(significant) <= LONG_INSURER_NUMBER
    ):
        raise InvalidIdentifier("must be 8 digits, or 6 for 国民健康保険", "8桁（国保は6桁）の数字で指定してください。")
    is_long = len(significant) > SHORT_INSURER_NUMBER
    return InsurerNumber(significant.zfill(LONG_INSURER_NUMBER if is_long else SHORT_INSURER_NUMBER))


def fold_symbol(text: str | None) -> InsuredSymbol:
    """Return 記号 as it is looked up; None and blanks fold to the empty string.

    Of one that is all digits a spreadsheet takes the zeros in front, so they do not count.
    """
    folded = _folded_symbol(text or "")
    if folded.isdigit() and folded.isascii():
        folded = folded.lstrip("0") or "0"
    return InsuredSymbol(_not_too_long(folded, "symbol"))


def symbol_at(insurer_number: str | None, text: str | None) -> InsuredSymbol:
    """Return 記号 as it is looked up at an insurer (None: not known).

    Hyphens alone, and words like なし, say that there is none. Zeros alone say so at 国民健康保険, 後期高齢者医療 and
    医療扶助; elsewhere a 記号 may be 0.
    """
    folded = fold_symbol(text)
    if says_no_symbol(folded):
        return InsuredSymbol("")
    return InsuredSymbol("") if _may_have_no_symbol(insurer_number) and not folded.strip("-0") else folded


def says_no_symbol(folded: str) -> bool:
    """Tell whether a folded 記号 says that there is none: nothing, hyphens alone, or a word for it."""
    return not folded.strip("-") or folded.strip("-()") in _NO_SYMBOL


def fold_number(text: str) -> InsuredNumber:
    """Return 番号 as it is looked up: folded, leading zeros stripped (a number of zeros keeps one)."""
    if text.isascii() and text.isdigit():
        return InsuredNumber(_not_too_long(text.lstrip("0") or "0", "number"))
    folded = fold_text(text)
    while (again := fold_text(folded.lstrip("0") or folded[-1:])) != folded:
        folded = again
    if not folded:
        raise InvalidIdentifier("must not be empty", "空にできません。")
    return InsuredNumber(_not_too_long(folded, "number"))


def parse_branch(text: str | None) -> BranchNumber | None:
    """Return 枝番 as two digits, also of ``1`` and ``001``; None, empty and blank are None."""
    digits = _digits(text or "")
    if not digits:
        return None
    if not (digits.isascii() and _BRANCH.fullmatch(digits)):
        raise InvalidIdentifier("must be one or two digits", "1桁または2桁の数字で指定してください。")
    return BranchNumber(digits[-2:].zfill(2))


def parse_institution_code(text: str) -> InstitutionCode:
    """Return 医療機関コード, with the zero in front that a spreadsheet took.

    Its check digit is not asked for: public test codes do not have it.
    """
    digits = _digits(text)
    if digits.isascii() and _CODE_WITHOUT_ZERO.fullmatch(digits):
        digits = f"0{digits}"
    if not (digits.isascii() and _INSTITUTION_CODE.fullmatch(digits)):
        raise InvalidIdentifier("must be 10 digits", "10桁の数字で指定してください。")
    return InstitutionCode(digits)


def fold_text(text: str) -> str:
    """Return 記号 or 番号 folded, with the zeros in front of it.

    One width, one hyphen, large letters, one character for its variants; no blanks, nothing that a spreadsheet put
    around it. Raises InvalidIdentifier for control characters and for digits that were cut.
    """
    if _PLAIN.fullmatch(text):
        return text
    folded = text
    # Taking a blank away or raising a letter can bring together what normalises further: fold until nothing moves.
    while (again := _fold_once(folded)) != folded:
        folded = again
    if is_cut(folded):
        raise InvalidIdentifier(*CUT)
    if not folded.isprintable():
        raise InvalidIdentifier(*CONTROL_CHARACTERS)
    return folded


@lru_cache(maxsize=4096)
def _folded_symbol(text: str) -> str:
    """Return the same as ``fold_text``: a 記号 is an employer's, so few are asked for over and over."""
    return fold_text(text)


def _fold_once(text: str) -> str:
    plain = _NOT_SEEN.sub("", unicodedata.normalize("NFKC", with_one_hyphen(text)))
    return without_marks(fold_variants(with_one_hyphen(plain)).upper())


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() else fold_text(text).replace("-", "")


def _may_have_no_symbol(insurer_number: str | None) -> bool:
    if insurer_number is None:
        return False
    return len(insurer_number) == SHORT_INSURER_NUMBER or insurer_number.startswith(_LAWS_WITHOUT_SYMBOL)


def _not_too_long(folded: str, what: str) -> str:
    if len(folded) > LONGEST_SYMBOL_OR_NUMBER:
        raise InvalidIdentifier(
            f"the {what} has at most {LONGEST_SYMBOL_OR_NUMBER} characters",
            f"{LONGEST_SYMBOL_OR_NUMBER}文字以内で指定してください。",
        )
    return folded
