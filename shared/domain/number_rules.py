"""What the numbers of insurers, members and institutions must look like, beyond their shape. Pure.

Insurer numbers: law number 2 (none for 国民健康保険), prefecture 2, insurer 3, check digit 1; institution codes:
prefecture 2, fee table 1, area and facility 6, check digit 1. Sources: 保険者番号等の設定について (昭和51年8月7日
保発第45号) and the checks that review bodies make of claims. Lenient, the default, asks for law number and prefecture
of insurers only: the numbers that vendors publish for tests have no right check digits. Strict asks for all of it.
"""

from typing import Final, Literal

from shared.domain.check_digit import check_digit_fits
from shared.domain.identifiers import (
    SHORT_INSURER_NUMBER,
    InstitutionCode,
    InsurerNumber,
    fold_number,
    fold_text,
    says_no_symbol,
)
from shared.domain.insurers import InsurerKind, number_fits_kind
from shared.errors import Violation

CheckDigits = Literal["lenient", "strict"]
INVENTED_PREFECTURE: Final = "99"
"""No prefecture has it: institutions and insurers that are invented may."""
_PREFECTURES: Final = frozenset({*(f"{number:02}" for number in range(1, 48)), INVENTED_PREFECTURE})
_FEE_TABLES: Final = frozenset("1346")
"""1 medical, 3 dental, 4 pharmacy, 6 home-visit nursing."""
_FEE_TABLE_PLACE: Final = 2
_ELDERLY_NUMBER_LENGTH: Final = 8
_KYOKAI_SYMBOL_LENGTHS: Final = (7, 8)
_NHI_SOCIETY_PART: Final = "3"


def insurer_number_violations(number: InsurerNumber, kind: InsurerKind, check_digits: CheckDigits) -> list[Violation]:
    """Tell what is wrong with an insurer's number for its kind."""
    found = []
    if not number_fits_kind(number, kind):
        found.append(
            _insurer("law-number", "Its law number does not fit the kind of insurer.", "法別番号が種別と一致しません。")
        )
    if prefecture_of(number) not in _PREFECTURES:
        found.append(
            _insurer("prefecture", "Its prefecture is none of 01 to 47 (or 99).", "都道府県番号が正しくありません。")
        )
    if check_digits == "strict":
        if not check_digit_fits(number):
            found.append(_insurer("check-digit", "Its check digit is wrong.", "検証番号が正しくありません。"))
        if kind is InsurerKind.NHI_SOCIETY and insurer_part_of(number)[0] != _NHI_SOCIETY_PART:
            found.append(
                _insurer(
                    "insurer-part", "国保 societies have an insurer part 3xx.", "国保組合の番号は3から始まります。"
                )
            )
    return found


def prefecture_of(number: InsurerNumber) -> str:
    """Return the two digits of the prefecture."""
    return number[:2] if len(number) == SHORT_INSURER_NUMBER else number[2:4]


def insurer_part_of(number: InsurerNumber) -> str:
    """Return the three digits that tell the insurers of a prefecture apart."""
    return number[-4:-1]


def institution_code_violations(code: InstitutionCode, check_digits: CheckDigits) -> list[Violation]:
    """Tell what is wrong with an institution's code."""
    if check_digits == "lenient":
        return []
    found = []
    if code[:2] not in _PREFECTURES:
        found.append(
            _institution(
                "prefecture", "Its prefecture is none of 01 to 47 (or 99).", "都道府県番号が正しくありません。"
            )
        )
    if code[_FEE_TABLE_PLACE] not in _FEE_TABLES:
        found.append(
            _institution("fee-table", "Its fee table is none of 1, 3, 4, 6.", "点数表番号が正しくありません。")
        )
    if not check_digit_fits(code):
        found.append(_institution("check-digit", "Its check digit is wrong.", "検証番号が正しくありません。"))
    return found


def member_number_violations(
    kind: InsurerKind, symbol: str | None, number: str, check_digits: CheckDigits
) -> list[Violation]:
    """Tell what is wrong with 記号・番号 for the scheme (strict only, as claims are checked)."""
    if check_digits == "lenient":
        return []
    found, typed = [], fold_text(symbol or "")
    if kind is InsurerKind.ELDERLY:
        # The folded number has lost zeros in front, which are digits of it here.
        digits = fold_number(number).zfill(_ELDERLY_NUMBER_LENGTH)
        if not says_no_symbol(typed.strip("0")):
            found.append(Violation("/symbol", "not-here", "後期高齢者医療 has no 記号.", "記号はありません。"))
        if not (digits.isascii() and digits.isdigit()) or len(digits) != _ELDERLY_NUMBER_LENGTH:
            found.append(Violation("/number", "length", "Must be 8 digits.", "8桁の数字で指定してください。"))
        elif not check_digit_fits(digits):
            found.append(
                Violation("/number", "check-digit", "Its check digit is wrong.", "検証番号が正しくありません。")
            )
    is_kyokai = kind is InsurerKind.KYOKAI
    if is_kyokai and not (typed.isdigit() and len(typed) in _KYOKAI_SYMBOL_LENGTHS):
        found.append(
            Violation("/symbol", "length", "協会けんぽ has 記号 of 7 or 8 digits.", "記号は7桁または8桁の数字です。")
        )
    return found


def _insurer(code: str, message: str, message_ja: str) -> Violation:
    return Violation("/insurer_number", code, message, message_ja)


def _institution(code: str, message: str, message_ja: str) -> Violation:
    return Violation("/institution_code", code, message, message_ja)
