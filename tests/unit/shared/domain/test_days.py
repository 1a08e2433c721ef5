"""Days that can be meant: the same form and range for a body, a check, a file and the command line."""

from datetime import date

import pytest

from shared.domain.days import is_within_range, is_written_as_day, read_day, within_range
from shared.domain.not_acceptable import NotAcceptable


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        # 明治元年, and the last day that is taken.
        ("1868-01-01", date(1868, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_that_can_be_meant_is_read(text: str, day: date) -> None:
    assert read_day(text) == day
    assert within_range(day) == day


@pytest.mark.parametrize(
    "text",
    [
        "1867-12-31",
        "2201-01-01",
        "9999-12-31",
        "2026-02-29",
        "2026-13-01",
        "20261120",
        "2026-11-20T00:00",
        "令和8年",
    ],
)
def test_any_other_text_is_refused_in_two_languages_and_not_quoted(text: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        read_day(text)
    assert refused.value.message
    assert refused.value.message_ja.endswith("。")
    assert text not in str(refused.value)


def test_what_has_no_end_is_no_day_in_9999() -> None:
    with pytest.raises(NotAcceptable, match="what has no end is left out"):
        within_range(date.max)
    assert not is_within_range(date(1867, 12, 31))
    assert is_written_as_day("2026-02-30")
    assert not is_written_as_day("2026-2-3")
