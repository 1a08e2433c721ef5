"""The types of the bodies' fields: each refuses what cannot be meant and returns the canonical form."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from shared.domain.identifiers import (
    fold_number,
    fold_symbol,
    parse_branch,
    parse_institution_code,
    parse_insurer_number,
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POSTAL_CODE = re.compile(r"([0-9]{3})-?([0-9]{4})")
EARLIEST_DAY, LATEST_DAY = date(1868, 1, 1), date(2200, 12, 31)
"""From 明治元年 on, up to far beyond every term; what has no end is left out, not given a day as 9999-12-31."""


class Body(BaseModel):
    """A body that a caller sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NotAcceptable(ValueError):
    """A value cannot be meant; the message says why in two languages and never quotes it."""

    def __init__(self, message: str, message_ja: str) -> None:
        super().__init__(message)
        self.message_ja = message_ja


def _plain(text: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise NotAcceptable("must not hold control characters", "制御文字は使用できません")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise NotAcceptable("must not be blank", "空白のみの値は使用できません")
    return text


def _iso_day(value: Any) -> Any:
    # pydantic alone would also take instants and seconds since 1970.
    if not isinstance(value, (str, date)) or (isinstance(value, str) and not _DAY.fullmatch(value)):
        raise NotAcceptable("must be a date YYYY-MM-DD", "YYYY-MM-DD形式の日付で指定してください")
    return value


def _within_range(day: date) -> date:
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise NotAcceptable(
            "must lie between 1868-01-01 and 2200-12-31; what has no end is left out",
            "1868-01-01から2200-12-31までの日付で指定してください（期限がない場合は省略）",
        )
    return day


def _sensible(instant: datetime) -> datetime:
    if not EARLIEST_DAY.year < instant.year < LATEST_DAY.year:
        raise NotAcceptable("must be an instant of our times", "日時の範囲が正しくありません")
    return instant


def _sensible_month(month: str) -> str:
    if not EARLIEST_DAY.year <= int(month[:4]) <= LATEST_DAY.year:
        raise NotAcceptable("must lie between 1868-01 and 2200-12", "1868-01から2200-12までの年月で指定してください")
    return month


def _iso_instant(value: Any) -> Any:
    if not isinstance(value, (str, datetime)) or (isinstance(value, str) and not _DAY.match(value)):
        raise NotAcceptable("must be an RFC 3339 instant with offset", "オフセット付きのRFC 3339形式で指定してください")
    return value


def _postal_code(text: str) -> str:
    match = _POSTAL_CODE.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise NotAcceptable("must be 7 digits, 123-4567", "郵便番号は 123-4567 の形式で指定してください")
    return "-".join(match.groups())


def _symbol(text: str) -> str | None:
    return text if fold_symbol(text) else None


def _number(text: str) -> str:
    fold_number(text)
    return text


def _hexadecimal(text: str) -> str:
    try:
        return bytes.fromhex(text).hex()
    except ValueError:
        raise NotAcceptable("must be hexadecimal, whole bytes", "16進数（バイト単位）で指定してください") from None


def not_null(value: Any) -> Any:
    """Return a value that may be left out but, where it is named, cannot be null."""
    if value is None:
        raise NotAcceptable("must not be null", "null は指定できません")
    return value


Plain = AfterValidator(_plain)
Text = Annotated[str, Field(min_length=1, max_length=100), Plain, AfterValidator(_not_blank)]
LongText = Annotated[str, Field(min_length=1, max_length=200), Plain, AfterValidator(_not_blank)]
PostalCode = Annotated[str, Field(max_length=8), AfterValidator(_postal_code)]
Day = Annotated[date, BeforeValidator(_iso_day), AfterValidator(_within_range)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_sensible_month)]
Instant = Annotated[AwareDatetime, BeforeValidator(_iso_instant), AfterValidator(_sensible)]
Flag = StrictBool
InsurerNumberText = Annotated[str, Field(max_length=20), AfterValidator(parse_insurer_number)]
InstitutionCodeText = Annotated[str, Field(max_length=20), AfterValidator(parse_institution_code)]
SymbolText = Annotated[str, Field(max_length=40), Plain, AfterValidator(_symbol)]
NumberText = Annotated[str, Field(max_length=40), Plain, AfterValidator(_number)]
BranchText = Annotated[str, Field(max_length=4), AfterValidator(parse_branch)]
Hexadecimal = Annotated[str, Field(min_length=2, max_length=80), AfterValidator(_hexadecimal)]
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
