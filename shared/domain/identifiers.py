"""The numbers that name insurers, insured people and institutions: parsed once, kept in one canonical form.

Each identifier has a type of its own and one parser that raises ``InvalidIdentifier``. Parsers accept what
clients really send (full width, blanks or zeros in front, hyphens) and return the canonical form; what was
filed for display is kept beside it by whoever registers.
"""

import re
import unicodedata
from typing import NewType

InsurerNumber = NewType("InsurerNumber", str)
"""保険者番号: 8 digits, or 6 for 国民健康保険, without padding."""
InsuredSymbol = NewType("InsuredSymbol", str)
"""被保険者証記号 in its folded form, for look-ups: NFKC, no blanks, one kind of hyphen. May be empty."""
InsuredNumber = NewType("InsuredNumber", str)
"""被保険者証番号 in its folded form, for look-ups: as the symbol, leading zeros stripped."""
BranchNumber = NewType("BranchNumber", str)
"""被保険者証枝番: two digits. An absent branch is None, never `00`."""
InstitutionCode = NewType("InstitutionCode", str)
"""医療機関コード: 10 digits = prefecture 2 + fee table 1 + institution 7."""

LONG_INSURER_NUMBER, SHORT_INSURER_NUMBER = 8, 6
LONGEST_SYMBOL_OR_NUMBER = 20
_HYPHENS = re.compile("[‐‑‒–—―−ーｰ－-]")
_BLANKS = re.compile(r"\s+")
_INSTITUTION_CODE = re.compile(r"\d{10}")
_BRANCH = re.compile(r"\d{1,2}")


class InvalidIdentifier(ValueError):
    """The text cannot be this identifier; the message says why in two languages and never quotes it."""

    def __init__(self, message: str, message_ja: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_ja = message_ja


def parse_insurer_number(text: str) -> InsurerNumber:
    """Return the canonical 保険者番号: blanks gone, 8 digits or, with `00` in front stripped, 6."""
    digits = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if len(digits) == LONG_INSURER_NUMBER and digits.startswith("00"):
        digits = digits[2:]
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (
        SHORT_INSURER_NUMBER,
        LONG_INSURER_NUMBER,
    ):
        raise InvalidIdentifier("must be 8 digits, or 6 for 国民健康保険", "8桁（国保は6桁）の数字で指定してください")
    return InsurerNumber(digits)


def fold_symbol(text: str | None) -> InsuredSymbol:
    """Return 記号 as it is looked up; None and blanks fold to the empty string."""
    return InsuredSymbol(_fold(text or "", "symbol"))


def fold_number(text: str) -> InsuredNumber:
    """Return 番号 as it is looked up: folded, leading zeros stripped (a number of zeros keeps one)."""
    folded = _fold(text, "number")
    if not folded:
        raise InvalidIdentifier("must not be empty", "空にできません")
    return InsuredNumber(folded.lstrip("0") or "0")


def parse_branch(text: str | None) -> BranchNumber | None:
    """Return 枝番 as two digits; None, empty and blank are None."""
    digits = unicodedata.normalize("NFKC", text or "").strip()
    if not digits:
        return None
    if not (digits.isascii() and _BRANCH.fullmatch(digits)):
        raise InvalidIdentifier("must be one or two digits", "2桁の数字で指定してください")
    return BranchNumber(digits.zfill(2))


def parse_institution_code(text: str) -> InstitutionCode:
    """Return 医療機関コード. Its check digit is not asked for: public test codes do not have it."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if not (digits.isascii() and _INSTITUTION_CODE.fullmatch(digits)):
        raise InvalidIdentifier("must be 10 digits", "10桁の数字で指定してください")
    return InstitutionCode(digits)


def _fold(text: str, what: str) -> str:
    folded = text
    # Taking a blank away or raising a letter can bring together what normalises further: fold until nothing moves.
    while (again := _HYPHENS.sub("-", _BLANKS.sub("", unicodedata.normalize("NFKC", folded))).upper()) != folded:
        folded = again
    if not folded.isprintable():
        raise InvalidIdentifier("must not hold control characters", "制御文字は使用できません")
    if len(folded) > LONGEST_SYMBOL_OR_NUMBER:
        raise InvalidIdentifier(
            f"the {what} has at most {LONGEST_SYMBOL_OR_NUMBER} characters",
            f"{LONGEST_SYMBOL_OR_NUMBER}文字以内で指定してください",
        )
    return folded
