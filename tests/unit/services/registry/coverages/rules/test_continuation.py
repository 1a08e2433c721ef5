from datetime import date, timedelta

import pytest

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


@pytest.mark.parametrize(
    ("lost_on", "last_day"),
    [
        # 民法142条, 国民の祝日に関する法律3条, 行政機関の休日に関する法律1条1項; 内閣府「国民の祝日について」.
        (date(2026, 4, 1), date(2026, 4, 20)),
        (date(2026, 6, 1), date(2026, 6, 22)),  # the 20th is a Saturday
        (date(2026, 6, 2), date(2026, 6, 22)),  # a Sunday
        (date(2026, 7, 1), date(2026, 7, 21)),  # 海の日
        (date(2026, 4, 17), date(2026, 5, 7)),  # 6 May, the substitute of 憲法記念日 on a Sunday
        (date(2026, 9, 3), date(2026, 9, 24)),  # 22 September, between 敬老の日 and 秋分の日
        (date(2026, 12, 11), date(2027, 1, 4)),  # 30 December
        (date(2025, 12, 13), date(2026, 1, 5)),  # 1 January; the 3rd is a Saturday
    ],
)
def test_a_20th_day_on_which_no_office_is_open_runs_to_the_next_business_day(lost_on: date, last_day: date) -> None:
    assert last_day_to_apply(lost_on) == last_day
    employed = [Period(date(2020, 4, 1), lost_on)]
    assert obstacles(employed, lost_on, last_day) == []
    assert obstacles(employed, lost_on, last_day + timedelta(days=1)) == [Obstacle.APPLIED_TOO_LATE]


def test_an_insurer_can_accept_a_late_application_and_none_in_time() -> None:
    # 健康保険法37条1項ただし書: 正当な理由があると認めるときは、期間を経過した後の申出でも受理できる.
    employed = [Period(date(2020, 4, 1), LEFT)]
    assert obstacles(employed, LEFT, date(2026, 4, 21), accepted_late=True) == []
    assert obstacles(employed, LEFT, date(2026, 4, 20), accepted_late=True) == [Obstacle.NOT_LATE]
    assert obstacles(employed, LEFT, date(2026, 3, 31), accepted_late=True) == [
        Obstacle.APPLIED_TOO_EARLY,
        Obstacle.NOT_LATE,
    ]


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
