"""Registration lag: who was not on record yet is registered on the day on which each coverage was acquired."""

from datetime import date

from simulator.faults.data.lag import as_acquired_by
from tests import builders

OLD = builders.coverage(acquired_on=date(2020, 4, 1))
NEW = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000112", acquired_on=date(2026, 11, 16))
PERSON = builders.person(OLD, NEW)


def test_what_was_acquired_since_is_not_registered_yet() -> None:
    assert as_acquired_by(PERSON, date(2026, 11, 15)).coverages == (OLD,)
    assert as_acquired_by(PERSON, date(2020, 3, 31)).coverages == ()


def test_what_was_acquired_on_the_day_is_registered() -> None:
    assert as_acquired_by(PERSON, date(2026, 11, 16)) is PERSON
