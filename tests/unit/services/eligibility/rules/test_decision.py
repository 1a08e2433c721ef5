from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.rules.decision import decide_by_card, decide_by_identifier
from shared.domain.codes import QualificationValidity as Validity
from shared.domain.coverage import Coverage
from tests import builders

DAY = date(2026, 11, 20)
CLINIC = "9910000018"


def covering(start: date, end: date | None = None, **more: object) -> Coverage:
    return builders.coverage(acquired_on=start, lost_on=end, **more)


def test_the_day_of_loss_is_not_covered() -> None:
    person = builders.person(covering(date(2020, 4, 1), DAY))
    assert decide_by_card(person, DAY - timedelta(days=1), CLINIC).validity is Validity.VALID
    assert decide_by_card(person, DAY, CLINIC).validity is Validity.INVALID


def test_the_first_day_is_covered_and_the_day_before_unknown() -> None:
    person = builders.person(covering(DAY))
    assert decide_by_card(person, DAY, CLINIC).validity is Validity.VALID
    assert decide_by_card(person, DAY - timedelta(days=1), CLINIC).validity is Validity.NOT_FOUND


def test_of_two_coverages_the_newer_is_shown() -> None:
    old, new = covering(date(2020, 4, 1)), covering(date(2026, 11, 1), coverage_id="new")
    assert decide_by_card(builders.person(old, new), DAY, CLINIC).coverage is new


def test_an_ended_number_is_superseded_when_another_holds() -> None:
    old, new = covering(date(2020, 4, 1), date(2026, 11, 1)), covering(date(2026, 11, 1), coverage_id="new")
    person = builders.person(old, new)
    decision = decide_by_identifier([(person, old)], DAY, CLINIC)
    assert (decision.validity, decision.coverage) == (Validity.SUPERSEDED, old)


def test_an_ended_number_is_invalid_when_none_holds() -> None:
    old = covering(date(2020, 4, 1), date(2026, 11, 1))
    assert decide_by_identifier([(builders.person(old), old)], DAY, CLINIC).validity is Validity.INVALID


def test_two_people_are_ambiguous_and_neither_is_shown() -> None:
    one, two = builders.person(), builders.person(person_id="other")
    decision = decide_by_identifier([(one, one.coverages[0]), (two, two.coverages[0])], DAY, CLINIC)
    assert (decision.validity, decision.person, decision.coverage) == (Validity.AMBIGUOUS, None, None)


def test_nothing_is_not_found() -> None:
    assert decide_by_identifier([], DAY, CLINIC).validity is Validity.NOT_FOUND


_days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
_coverages = st.lists(
    st.builds(lambda start, length: covering(start, start + timedelta(days=length)), _days, st.integers(1, 900)),
    max_size=5,
)


@given(_coverages, _days)
def test_by_card_a_day_is_valid_exactly_when_some_coverage_holds_it(coverages: list[Coverage], day: date) -> None:
    person = builders.person(*coverages) if coverages else builders.person(covering(date(2040, 1, 1)))
    decision = decide_by_card(person, day, CLINIC)
    held = any(one.acquired_on <= day and (one.lost_on is None or day < one.lost_on) for one in person.coverages)
    assert (decision.validity is Validity.VALID) == held
    if decision.coverage is not None:
        assert decision.coverage.acquired_on <= day
