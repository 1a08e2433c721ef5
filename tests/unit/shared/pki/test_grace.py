"""有効期限後の猶予 over all days: from the second after the end to the end of the third month after its month."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.pki.certificate_life import CertificateState, Life, life_between

JAPAN = ZoneInfo("Asia/Tokyo")
DAYS = st.dates(date(2016, 1, 1), date(2099, 12, 31))
SECOND = timedelta(seconds=1)


def ending_with(last_day: date) -> Life:
    last = datetime(last_day.year, last_day.month, last_day.day, 23, 59, 59, tzinfo=JAPAN)
    return life_between(last - timedelta(days=1800), last)


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=JAPAN)


@given(DAYS)
@example(date(2028, 2, 29))
@example(date(2026, 11, 30))
@example(date(2026, 12, 31))
def test_the_grace_is_of_whole_months(last_day: date) -> None:
    life = ending_with(last_day)
    months = last_day.year * 12 + last_day.month - 1 + 4
    over = midnight(months // 12, months % 12 + 1, 1)

    assert life.state_at(datetime(last_day.year, last_day.month, last_day.day, 23, 59, 59, tzinfo=JAPAN)) is (
        CertificateState.EXPIRES_SOON
    )
    next_day = last_day + timedelta(days=1)
    assert life.state_at(midnight(next_day.year, next_day.month, next_day.day)) is CertificateState.IN_GRACE
    assert life.state_at(over - SECOND) is CertificateState.IN_GRACE
    assert life.state_at(over) is CertificateState.EXPIRED


@given(DAYS)
def test_two_certificates_of_one_month_have_one_end_of_grace(last_day: date) -> None:
    first, last = ending_with(last_day.replace(day=1)), ending_with(last_day)
    assert first.grace_ends == last.grace_ends


@pytest.mark.parametrize(
    ("last_day", "over"),
    [
        (date(2025, 11, 30), midnight(2026, 3, 1)),
        (date(2027, 11, 1), midnight(2028, 3, 1)),  # through 29 February
        (date(2028, 2, 29), midnight(2028, 6, 1)),
        (date(2026, 9, 30), midnight(2027, 1, 1)),
        (date(2026, 10, 31), midnight(2027, 2, 1)),
    ],
)
def test_the_ends_that_a_calendar_shows(last_day: date, over: datetime) -> None:
    assert ending_with(last_day).grace_ends == over
