"""ISO 8601 durations by the calendar of Japan."""

from datetime import datetime

import pytest

from shared.domain.not_acceptable import NotAcceptable
from simulator.controls.durations import later, parsed_duration


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-11-20T09:00:00+09:00", "P1M", "2026-12-20T09:00:00+09:00"),
        ("2026-12-31T23:00:00+09:00", "P2M", "2027-02-28T23:00:00+09:00"),
        ("2028-02-29T00:00:00+09:00", "P1Y", "2029-02-28T00:00:00+09:00"),
        ("2026-11-30T16:00:00+00:00", "P1M", "2027-01-01T01:00:00+09:00"),
        ("2026-11-20T09:00:00+09:00", "P1W1DT1H1M1S", "2026-11-28T10:01:01+09:00"),
        ("2026-11-20T09:00:00+09:00", "PT0S", "2026-11-20T09:00:00+09:00"),
    ],
)
def test_a_duration_is_added_by_the_calendar(start: str, duration: str, end: str) -> None:
    assert later(datetime.fromisoformat(start), duration) == datetime.fromisoformat(end)


def test_nothing_lies_beyond_2199() -> None:
    assert later(datetime.fromisoformat("2026-11-20T09:00:00+09:00"), "P200Y") is None


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "1M", "-P1D", "P1.5D", "P1DT", "P1H", "p1m", "P1D "])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(NotAcceptable):
        parsed_duration(text)
