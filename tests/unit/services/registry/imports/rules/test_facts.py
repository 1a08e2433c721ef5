"""Whose published record a batch changes: of every row that it writes."""

from datetime import UTC, datetime
from uuid import UUID

from services.registry.imports.rules.facts import Made
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from tests.builders import COVERAGE_ID, PERSON_ID, coverage, person

AT, VERSION = datetime(2026, 11, 20, tzinfo=UTC), UUID(int=1)


def test_persons_coverages_and_certificates_are_published_anew() -> None:
    made = Made(
        persons=[RecordedPerson(person(), AT, VERSION)],
        coverages={COVERAGE_ID: RecordedCoverage(UUID(int=7), coverage(), AT, VERSION)},
        touched=[UUID(int=8)],
    )

    assert list(made.person_ids()) == [UUID(PERSON_ID), UUID(int=7), UUID(int=8)]
    assert list(Made().person_ids()) == []
