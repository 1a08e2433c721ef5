"""Retry-After as it may come."""

import httpx
import pytest

from onshi.retry_after import retry_after_s

SENT_AT = "Fri, 20 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0.0),
        (" 30 ", 30.0),
        ("Fri, 20 Nov 2026 09:00:05 GMT", 5.0),
        ("Friday, 20-Nov-26 09:01:00 GMT", 60.0),
        ("Fri Nov 20 09:00:02 2026", 2.0),
        ("Fri, 20 Nov 2026 08:59:00 GMT", 0.0),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("9" * 400, None),
        ("soon", None),
        ("", None),
    ],
)
def test_seconds_and_dates_are_read_and_nothing_else(said: str, seconds: float | None) -> None:
    headers = httpx.Headers([(b"retry-after", said.encode()), (b"date", SENT_AT.encode())])
    assert retry_after_s(headers) == seconds


def test_a_date_without_the_answers_own_says_nothing() -> None:
    assert retry_after_s(httpx.Headers({"Retry-After": SENT_AT})) is None
