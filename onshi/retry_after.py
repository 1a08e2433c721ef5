"""``Retry-After`` (RFC 9110, 10.2.3): seconds, or a date, which is read by the clock of whoever sent it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_SECONDS = re.compile(r"[0-9]{1,9}")


def retry_after_s(headers: httpx.Headers) -> float | None:
    """Return the seconds to wait, None where nothing is said that can be read.

    A date is counted from the answer's own ``Date``: two clocks that differ would make it too short or too long. One
    that is over already asks for no wait.
    """
    said = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(said):
        return float(said)
    until, sent_at = _instant(said), _instant(headers.get("Date", ""))
    if until is None or sent_at is None:
        return None
    return max(0.0, (until - sent_at).total_seconds())


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    # "-0000" is no zone of its own; HTTP's dates are in GMT.
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
