"""A question asked of other records than those that were read."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.eligibility.checks.rules.acts import Asked, Known, Question, Subject
from services.eligibility.rules import permissions
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.purposes import PurposeOfUse
from simulator.faults.data.people import about_another, people_of, read_otherwise
from tests import builders

PERSON = builders.person()
TODAY = date(2026, 11, 20)


def question(subject: Subject) -> Question:
    asked = Asked(CheckMethod.INSURED_IDENTIFIER, PurposeOfUse.CARE_VISIT, TODAY)
    permission = permissions.by_identifier(frozenset(), (), datetime(2026, 11, 20, tzinfo=UTC))
    return Question(asked, subject, permission, known={PERSON.person_id: Known()})


def test_a_card_finds_its_holder_with_what_was_known_of_them() -> None:
    then = replace(PERSON, coverages=())

    assert read_otherwise(question(PERSON), {PERSON.person_id: then}).subject == then
    assert read_otherwise(question(PERSON), {PERSON.person_id: None}).subject == then


def test_identifiers_fit_with_the_coverages_that_the_other_record_has_too() -> None:
    matches = [(PERSON, PERSON.coverages[0])]
    moved = replace(PERSON, coverages=(replace(PERSON.coverages[0], lost_on=TODAY),))

    assert read_otherwise(question(matches), {PERSON.person_id: moved}).subject == [(moved, moved.coverages[0])]
    assert read_otherwise(question(matches), {PERSON.person_id: replace(PERSON, coverages=())}).subject == []
    assert read_otherwise(question(matches), {PERSON.person_id: None}).subject == []


def test_where_nobody_was_found_nobody_is_read_otherwise() -> None:
    nobody = question(QualificationValidity.NOT_FOUND)

    assert people_of(nobody) == {}
    assert read_otherwise(nobody, {}) is nobody


def test_of_somebody_else_nothing_is_known_beside_their_record() -> None:
    other = replace(PERSON, person_id="0190a000-0000-7000-8000-000000000002")

    asked = about_another(question([(PERSON, PERSON.coverages[0])]), other)

    assert (asked.subject, asked.person_id, asked.known) == (other, other.person_id, {})
