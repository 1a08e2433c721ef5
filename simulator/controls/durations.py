"""ISO 8601 durations, as a clock is advanced by them: calendar months and years, days of Japan. Pure."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from shared.clock import JAPAN
from shared.domain.not_acceptable import NotAcceptable

_DURATION = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,4})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,7})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,10})S)?)?"
)
_MONTHS = 12
_NO_DURATION = (
    "must be an ISO 8601 duration forward, such as P1M, P3D or PT10M",
    "ISO 8601の期間（P1M・P3D・PT10M など、未来方向）で指定してください",
)
_LATEST = 2200


def parsed_duration(text: str) -> str:
    """Return a duration that can be read; raises NotAcceptable."""
    if _DURATION.fullmatch(text) is None:
        raise NotAcceptable(*_NO_DURATION)
    return text


def later(instant: datetime, duration: str) -> datetime | None:
    """Return the instant after ``duration``, by the calendar of Japan; None beyond the year 2199.

    The 31st and a month is the last day of a month that has no 31st. The parts are added from the largest on.
    """
    found = _DURATION.fullmatch(duration)
    assert found is not None  # noqa: S101 - it was parsed
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    local = instant.astimezone(JAPAN)
    month = local.year * _MONTHS + local.month - 1 + years * _MONTHS + months
    year, month = divmod(month, _MONTHS)
    if year >= _LATEST:
        return None
    local = local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
    try:
        moved = local + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    return None if moved.year >= _LATEST else moved.astimezone(UTC)
