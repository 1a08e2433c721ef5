from datetime import date

from services.registry.coverages.rules.continuation import (
    Obstacle,
    continuation_ends,
    continued_since,
    last_day_to_apply,
    obstacles,
)
from shared.domain.periods import Period

LEFT = date(2026, 4, 1)


def test_a_continuation_lasts_two_years_at_most() -> None:
    assert continuation_ends(date(2024, 4, 1)) == date(2026, 4, 1)
    assert continuation_ends(date(2024, 2, 29)) == date(2026, 2, 28)


def test_one_applies_within_20_days_from_the_loss() -> None:
    assert last_day_to_apply(LEFT) == date(2026, 4, 20)
    employed = [Period(date(2020, 4, 1), LEFT)]
    assert obstacles(employed, LEFT, date(2026, 4, 20)) == []
    assert obstacles(employed, LEFT, date(2026, 4, 21)) == [Obstacle.APPLIED_TOO_LATE]


def test_two_months_of_cover_come_before() -> None:
    assert obstacles([Period(date(2026, 2, 1), LEFT)], LEFT, LEFT) == []
    assert obstacles([Period(date(2026, 2, 2), LEFT)], LEFT, LEFT) == [Obstacle.PRIOR_COVER_TOO_SHORT]


def test_covers_that_follow_each_other_count_together() -> None:
    first, second = Period(date(2026, 1, 20), date(2026, 3, 10)), Period(date(2026, 3, 10), LEFT)
    assert obstacles([second, first], LEFT, LEFT) == []
    with_a_gap = Period(date(2026, 1, 20), date(2026, 3, 9))
    assert obstacles([second, with_a_gap], LEFT, LEFT) == [Obstacle.PRIOR_COVER_TOO_SHORT]


def test_cover_that_did_not_end_that_day_is_none_to_continue() -> None:
    assert obstacles([Period(date(2020, 4, 1), None)], LEFT, date(2026, 5, 1)) == [
        Obstacle.NO_PRIOR_COVER,
        Obstacle.APPLIED_TOO_LATE,
    ]


def test_nobody_applies_before_the_loss() -> None:
    employed = [Period(date(2020, 4, 1), LEFT)]
    assert obstacles(employed, LEFT, date(2026, 3, 31)) == [Obstacle.APPLIED_TOO_EARLY]
    assert obstacles(employed, LEFT, LEFT) == []
    assert obstacles(employed, LEFT, None) == []


def test_the_two_years_count_from_the_first_number_of_a_continuation() -> None:
    first, second = Period(LEFT, date(2026, 8, 1)), Period(date(2026, 8, 1), date(2026, 10, 1))
    assert continued_since([first, second], date(2026, 10, 1)) == LEFT
    assert continued_since([first], date(2026, 10, 1)) == date(2026, 10, 1)
    assert continued_since([], LEFT) == LEFT
