"""One 記号・番号・枝番 has one holder a day; days are counted from the acquisition to the day before the loss."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.taken_identifiers import taken_by
from shared.domain.coverage import Coverage
from tests.builders import coverage

OTHER_ID = "0190a000-0000-7000-8000-000000000109"
WANTED = coverage(acquired_on=date(2026, 4, 1), lost_on=date(2026, 10, 1))
HELD = replace(WANTED, coverage_id=OTHER_ID)


def taken(held: Coverage, wanted: Coverage = WANTED) -> list[str]:
    recorded = RecordedCoverage(UUID(int=1), held, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=2))
    return [each.code for each in taken_by(wanted, [recorded])]


def test_who_has_it_is_named() -> None:
    recorded = RecordedCoverage(UUID(int=1), HELD, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=2))
    (violation,) = taken_by(WANTED, [recorded])
    assert (violation.pointer, OTHER_ID in violation.message, OTHER_ID in violation.message_ja) == (
        "/number",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("acquired_on", "lost_on", "codes"),
    [
        (date(2026, 1, 1), date(2026, 4, 1), []),
        (date(2026, 1, 1), date(2026, 4, 2), ["taken"]),
        (date(2026, 9, 30), None, ["taken"]),
        (date(2026, 10, 1), None, []),
        (date(2026, 6, 1), date(2026, 6, 1), []),
    ],
)
def test_only_a_shared_day_counts(acquired_on: date, lost_on: date | None, codes: list[str]) -> None:
    assert taken(replace(HELD, acquired_on=acquired_on, lost_on=lost_on)) == codes


def test_another_branch_and_the_coverage_itself_take_nothing() -> None:
    assert taken(replace(HELD, branch="02")) == []
    assert taken(replace(HELD, branch=None)) == []
    assert taken(WANTED) == []


def test_what_never_was_takes_no_day() -> None:
    assert taken(HELD, replace(WANTED, lost_on=date(2026, 4, 1))) == []
