"""Days, months and instants in bodies: each type refuses what cannot be meant.

Both ends are bounded: a day such as 9999-12-31 overflows wherever one is added to it, and PostgreSQL's drivers take it
for infinity.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST_DAY, LATEST_DAY = date(1868, 1, 1), date(2200, 12, 31)
"""From 明治元年 on, up to far beyond every term; what has no end is left out, not given a day as 9999-12-31."""


class NotAcceptable(ValueError):
    """A value cannot be meant; the message says why in two languages and never quotes it."""

    def __init__(self, message: str, message_ja: str) -> None:
        super().__init__(message)
        self.message_ja = message_ja


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


def _sensible_month(month: str) -> str:
    if not EARLIEST_DAY.year <= int(month[:4]) <= LATEST_DAY.year:
        raise NotAcceptable("must lie between 1868-01 and 2200-12", "1868-01から2200-12までの年月で指定してください")
    return month


def _iso_instant(value: Any) -> Any:
    if not isinstance(value, (str, datetime)) or (isinstance(value, str) and not _DAY.match(value)):
        raise NotAcceptable("must be an RFC 3339 instant with offset", "オフセット付きのRFC 3339形式で指定してください")
    return value


def _sensible(instant: datetime) -> datetime:
    if not EARLIEST_DAY.year < instant.year < LATEST_DAY.year:
        raise NotAcceptable("must lie in the years 1869 to 2199", "1869年から2199年までの日時で指定してください")
    return instant


Day = Annotated[date, BeforeValidator(_iso_day), AfterValidator(_within_range)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_sensible_month)]
Instant = Annotated[AwareDatetime, BeforeValidator(_iso_instant), AfterValidator(_sensible)]
