from datetime import UTC, datetime, timedelta

import pytest

from shared.worlds.standbys import told_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("standbys", "told"), [(None, set()), (0, {"no_standby"}), (1, {"one_standby"}), (2, set()), (5, set())]
)
def test_the_last_standby_and_none_are_worth_a_look(standbys: int | None, told: set[str]) -> None:
    assert told_of(standbys, NOON, NOON, NOON) == told


@pytest.mark.parametrize("apart", [-6 * A_SECOND, 6 * A_SECOND, timedelta(hours=1)])
def test_a_clock_that_is_wrong_is_worth_a_look(apart: timedelta) -> None:
    assert told_of(None, NOON + apart, NOON, NOON) == {"database_clock_differs"}
    assert told_of(1, NOON + apart, NOON, NOON) == {"database_clock_differs", "one_standby"}


def test_how_long_the_question_took_is_not_held_against_it() -> None:
    assert told_of(None, NOON + 4 * A_SECOND, NOON, NOON + 20 * A_SECOND) == set()
    assert told_of(None, NOON + 24 * A_SECOND, NOON, NOON + 20 * A_SECOND) == set()
