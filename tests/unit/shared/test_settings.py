"""Settings: how long the record is kept outlasts whatever looks back at it."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.eligibility.bulk import store as desk
from services.eligibility.checks.store import idempotency
from shared.domain.consent import VIEWING_WINDOW
from shared.settings import SHORTEST_KEPT_DAYS, Settings


def test_the_record_is_kept_for_ever_unless_it_is_said() -> None:
    assert Settings().record_kept_days is None
    assert Settings(record_kept_days=1825).record_kept_days == 1825


def test_no_window_of_the_services_is_longer_than_the_record_is_kept() -> None:
    a_day_less = timedelta(days=SHORTEST_KEPT_DAYS - 1)

    assert max(desk.LIFETIME, idempotency.LIFETIME, VIEWING_WINDOW) <= a_day_less


@pytest.mark.parametrize("days", [-1, 0, 1, 7, 36_501])
def test_a_shorter_or_endless_time_is_named(days: int) -> None:
    with pytest.raises(ValidationError) as raised:
        Settings(record_kept_days=days)

    assert [error["loc"] for error in raised.value.errors()] == [("record_kept_days",)]


@pytest.mark.parametrize("window", ["nonce_lifetime_s", "miss_window_s", "bulk_miss_window_s"])
def test_a_window_that_was_set_longer_is_named(window: str) -> None:
    a_week = 7 * 86_400

    assert Settings.model_validate({"record_kept_days": 8, window: a_week}).record_kept_days == 8
    with pytest.raises(ValidationError) as raised:
        Settings.model_validate({"record_kept_days": 8, window: a_week + 1})

    (error,) = raised.value.errors()
    assert error["loc"] == ("record_kept_days",)
    assert error["msg"].endswith(f"a day longer than ONSHI_{window.upper()}")
