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
_LAWS_WITHOUT_SYMBOL = ("39", "12")
"""後期高齢者医療 and 医療扶助 (法別番号)."""
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
    """Return the canonical 保険者番号, however many zeros clients put in front of it or take away.

    Without them no two forms meet: 8 digits begin with a law number of 01 and above, so 7 or 8 remain; 国民健康保険 has
    6 that begin with a prefecture of 01 and above, so 5 or 6 remain.
    """
    digits = _HYPHENS.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", text)))
    significant = digits.lstrip("0")
    if (
        not (digits.isascii() and digits.isdigit())
        or not SHORT_INSURER_NUMBER - 1 <= len(significant) <= LONG_INSURER_NUMBER
    ):
        raise InvalidIdentifier("must be 8 digits, or 6 for 国民健康保険", "8桁（国保は6桁）の数字で指定してください。")
    is_long = len(significant) > SHORT_INSURER_NUMBER
    return InsurerNumber(significant.zfill(LONG_INSURER_NUMBER if is_long else SHORT_INSURER_NUMBER))


def fold_symbol(text: str | None) -> InsuredSymbol:
    """Return 記号 as it is looked up; None and blanks fold to the empty string."""
    return InsuredSymbol(_not_too_long(_fold(text or ""), "symbol"))


def symbol_at(insurer_number: str | None, text: str | None) -> InsuredSymbol:
    """Return 記号 as it is looked up at an insurer (None: not known).

    後期高齢者医療 and 医療扶助 have none: the hyphens and zeros that some systems put in its place fold to nothing.
    """
    folded = fold_symbol(text)
    has_none = insurer_number is not None and insurer_number.startswith(_LAWS_WITHOUT_SYMBOL)
    is_long = insurer_number is not None and len(insurer_number) == LONG_INSURER_NUMBER
    return InsuredSymbol("") if has_none and is_long and not folded.strip("-0") else folded


def fold_number(text: str) -> InsuredNumber:
    """Return 番号 as it is looked up: folded, leading zeros stripped (a number of zeros keeps one)."""
    folded = _fold(text)
    if not folded:
        raise InvalidIdentifier("must not be empty", "空にできません。")
    return InsuredNumber(_not_too_long(folded.lstrip("0") or "0", "number"))


def parse_branch(text: str | None) -> BranchNumber | None:
    """Return 枝番 as two digits; None, empty and blank are None."""
    digits = unicodedata.normalize("NFKC", text or "").strip()
    if not digits:
        return None
    if not (digits.isascii() and _BRANCH.fullmatch(digits)):
        raise InvalidIdentifier("must be one or two digits", "1桁または2桁の数字で指定してください。")
    return BranchNumber(digits.zfill(2))


def parse_institution_code(text: str) -> InstitutionCode:
    """Return 医療機関コード. Its check digit is not asked for: public test codes do not have it."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if not (digits.isascii() and _INSTITUTION_CODE.fullmatch(digits)):
        raise InvalidIdentifier("must be 10 digits", "10桁の数字で指定してください。")
    return InstitutionCode(digits)


def _fold(text: str) -> str:
    folded = text
    # Taking a blank away or raising a letter can bring together what normalises further: fold until nothing moves.
    while (again := _HYPHENS.sub("-", _BLANKS.sub("", unicodedata.normalize("NFKC", folded))).upper()) != folded:
        folded = again
    if not folded.isprintable():
        raise InvalidIdentifier("must not hold control characters", "制御文字は使用できません。")
    return folded


def _not_too_long(folded: str, what: str) -> str:
    if len(folded) > LONGEST_SYMBOL_OR_NUMBER:
        raise InvalidIdentifier(
            f"the {what} has at most {LONGEST_SYMBOL_OR_NUMBER} characters",
            f"{LONGEST_SYMBOL_OR_NUMBER}文字以内で指定してください。",
        )
    return folded
