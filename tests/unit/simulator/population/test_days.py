from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ages import birthday, elderly_recipient_from
from simulator.population.days import (
    NEVER,
    ages_ago,
    birthdays,
    day_number,
    day_of,
    elderly_recipients_from,
    written,
)

BORN = st.dates(date(1900, 1, 1), date(2028, 12, 31))


@given(BORN, st.sampled_from([16, 65, 70, 75]))
def test_birthdays_of_many_are_those_of_each(born: date, age: int) -> None:
    (turned,) = birthdays(np.array([day_number(born)]), age).tolist()

    assert day_of(turned) == birthday(born, age)


@given(BORN)
def test_elderly_recipients_begin_as_the_law_says(born: date) -> None:
    (first,) = elderly_recipients_from(np.array([day_number(born)])).tolist()

    assert day_of(first) == elderly_recipient_from(born)


def test_who_is_born_on_29_february_turns_75_on_1_march() -> None:
    assert day_of(int(birthdays(np.array([day_number(date(1948, 2, 29))]), 75)[0])) == date(2023, 3, 1)


def test_days_are_written_and_no_day_is_empty() -> None:
    days = np.array([day_number(date(1936, 2, 29)), NEVER])

    assert written(days, date(2026, 11, 30)) == ["1936-02-29", ""]


def test_who_has_an_age_today_was_born_by_that_day_years_ago() -> None:
    assert day_of(int(ages_ago(date(2028, 2, 29), 2)[1])) == date(2027, 2, 28)
