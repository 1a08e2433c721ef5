"""All six 資格有効性, by card and by identifiers, case by case; and what holds whatever is on record."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from shared.domain.codes import QualificationValidity as Validity
from shared.domain.coverage import Coverage, PersonRecord
from tests import benefits, builders
from tests.unit.services.eligibility.rules.cases_validity import CARD_CASES, NUMBER_CASES, CardCase, NumberCase

CLINIC = benefits.CLINIC


def records_of(decision: Decision) -> tuple[tuple[str, str], ...]:
    records = []
    part: Decision | None = decision
    while part is not None:
        if part.coverage is not None:
            records.append((part.coverage.coverage_id, part.validity.value))
        part = part.beside
    return tuple(records)


def someone(coverages: tuple[Coverage, ...], person_id: str = builders.PERSON_ID) -> PersonRecord:
    # A person without any coverage is a case too, which the builder does not make.
    return replace(builders.person(), coverages=coverages, person_id=person_id)


@pytest.mark.parametrize("case", CARD_CASES, ids=lambda case: case.fact)
def test_a_card_is_answered(case: CardCase) -> None:
    decision = decide_by_card(someone(case.held), case.on, CLINIC)
    assert decision.validity == case.validity, case.source
    assert records_of(decision) == case.shown, case.source


@pytest.mark.parametrize("case", NUMBER_CASES, ids=lambda case: case.fact)
def test_a_number_is_answered(case: NumberCase) -> None:
    people = [someone(held, f"person-{place}") for place, held in enumerate(case.people)]
    matches = [(person, held) for person in people for held in person.coverages if held.coverage_id in case.asked]
    decision = decide_by_identifier(matches, case.on, CLINIC)
    assert decision.validity == case.validity, case.source
    assert records_of(decision) == (() if case.shown is None else ((case.shown, case.validity),)), case.source


def test_the_cases_hold_every_validity_for_card_and_number() -> None:
    by_card = {case.validity for case in CARD_CASES}
    # A card names one person: nothing is ambiguous, and what is superseded is not shown but its successor.
    assert by_card == {"valid", "invalid", "not_found", "valid_unregistered"}
    assert {case.validity for case in NUMBER_CASES} == {validity.value for validity in Validity}


def test_an_asker_without_an_institution_counts_every_ticket() -> None:
    held = benefits.assistance(benefits.ticket(institution_code=benefits.OTHER_CLINIC))
    decision = decide_by_card(builders.person(held), date(2026, 11, 20), None)
    assert decision.validity is Validity.VALID


# What holds whatever is on record

_days = st.dates(date(2024, 1, 1), date(2027, 1, 1))


@st.composite
def _coverages(draw: st.DrawFn) -> Coverage:
    start = draw(_days)
    length = draw(st.one_of(st.none(), st.integers(1, 600)))
    more = {
        "coverage_id": str(draw(st.uuids())),
        "acquired_on": start,
        "lost_on": None if length is None else start + timedelta(days=length),
        "branch": draw(st.sampled_from([None, "01", "02"])),
        "issued_on": draw(st.one_of(st.none(), _days)),
    }
    if draw(st.booleans()):
        return builders.coverage(**more)
    first = draw(_days)
    ticket = benefits.ticket(
        valid_from=first,
        valid_to=first + timedelta(days=draw(st.integers(0, 60))),
        institution_code=draw(st.sampled_from([CLINIC, benefits.OTHER_CLINIC])),
    )
    return benefits.assistance(*([ticket] if draw(st.booleans()) else []), **more)


_held = st.lists(_coverages(), max_size=5).map(tuple)
_decoder = msgspec.json.Decoder(PersonRecord)


@given(_held, _days)
def test_a_card_has_exactly_one_validity_and_shows_at_most_two_records(held: tuple[Coverage, ...], day: date) -> None:
    decision = decide_by_card(someone(held), day, CLINIC)
    records = records_of(decision)
    assert isinstance(decision.validity, Validity)
    assert (decision.validity is Validity.NOT_FOUND) == (records == ())
    assert len(records) <= 2
    if records:
        assert records[0][1] == decision.validity


@given(_held, _days)
def test_a_card_is_valid_exactly_when_something_holds_the_day(held: tuple[Coverage, ...], day: date) -> None:
    decision = decide_by_card(someone(held), day, CLINIC)
    in_force = [coverage for coverage in held if coverage.period.contains(day)]
    assert (decision.validity in (Validity.VALID, Validity.VALID_UNREGISTERED)) == bool(in_force)


@given(_held, _days, st.randoms(use_true_random=False))
def test_the_order_on_record_never_changes_an_answer(held: tuple[Coverage, ...], day: date, random: object) -> None:
    shuffled = list(held)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (decide_by_card(someone(tuple(some)), day, CLINIC) for some in (held, shuffled))
    assert (first.validity, records_of(first)) == (second.validity, records_of(second))


@given(_held, _days)
def test_what_is_published_answers_as_what_was_recorded(held: tuple[Coverage, ...], day: date) -> None:
    published = _decoder.decode(msgspec.json.encode(someone(held)))
    assert decide_by_card(published, day, CLINIC) == decide_by_card(someone(held), day, CLINIC)


@given(_held, _days, st.integers(1, 400))
def test_what_is_registered_for_later_never_changes_an_earlier_day(
    held: tuple[Coverage, ...], day: date, ahead: int
) -> None:
    later = builders.coverage(coverage_id="later", acquired_on=day + timedelta(days=ahead))
    before, after = (decide_by_card(someone(some), day, CLINIC) for some in (held, (*held, later)))
    assert (before.validity, records_of(before)) == (after.validity, records_of(after))


@given(_held, _held, _days)
def test_a_number_has_exactly_one_validity_and_shows_only_what_was_asked(
    asked: tuple[Coverage, ...], others: tuple[Coverage, ...], day: date
) -> None:
    person = someone((*asked, *others))
    decision = decide_by_identifier([(person, coverage) for coverage in asked], day, CLINIC)
    assert isinstance(decision.validity, Validity)
    assert decision.beside is None
    if decision.validity in (Validity.NOT_FOUND, Validity.AMBIGUOUS):
        assert (decision.person, decision.coverage) == (None, None)
    else:
        assert decision.coverage in asked


@given(_held, _held, _days)
def test_two_people_are_never_told_apart_by_a_guess(
    one: tuple[Coverage, ...], two: tuple[Coverage, ...], day: date
) -> None:
    people = [someone(one, "one"), someone(two, "two")]
    matches = [(person, coverage) for person in people for coverage in person.coverages]
    begun = {person.person_id for person, coverage in matches if coverage.acquired_on <= day}
    decision = decide_by_identifier(matches, day, CLINIC)
    if len(begun) == 2:
        assert decision.validity in (Validity.AMBIGUOUS, Validity.NOT_FOUND)
        assert decision.person is None
