"""Which days can be meant: one form and one range, wherever a day comes in (bodies, checks, files, the command line).

Both ends are bounded: a day such as 9999-12-31 overflows wherever one is added to it, and PostgreSQL's drivers take it
for infinity.
"""

import re
from datetime import date
from typing import Final

from shared.domain.not_acceptable import NotAcceptable

EARLIEST_DAY: Final = date(1868, 1, 1)
"""The year in which 明治 begins (明治元年): nobody who is insured was born before."""
LATEST_DAY: Final = date(2200, 12, 31)
"""Far beyond every term; what has no end is left out, not given a day as 9999-12-31."""
NO_DAY: Final = ("must be a date YYYY-MM-DD", "YYYY-MM-DD形式の日付で指定してください。")
OUT_OF_RANGE: Final = (
    "must lie between 1868-01-01 and 2200-12-31; what has no end is left out",
    "1868-01-01から2200-12-31までの日付で指定してください（期限がない場合は省略）。",
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_written_as_day(text: str) -> bool:
    """Tell whether ``text`` has the form YYYY-MM-DD; whether there is such a day is another question."""
    return _DAY.fullmatch(text) is not None


def is_within_range(day: date) -> bool:
    """Tell whether ``day`` lies in the range."""
    return EARLIEST_DAY <= day <= LATEST_DAY


def within_range(day: date) -> date:
    """Return ``day``; raises NotAcceptable where it is out of range."""
    if not is_within_range(day):
        raise NotAcceptable(*OUT_OF_RANGE)
    return day


def read_day(text: str) -> date:
    """Return the day that ``text`` writes as YYYY-MM-DD; raises NotAcceptable, also where it is out of range."""
    if not is_written_as_day(text):
        raise NotAcceptable(*NO_DAY)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotAcceptable(*NO_DAY) from None
    return within_range(day)
