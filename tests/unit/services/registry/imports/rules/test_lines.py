"""A line that names no ids has the same ones each time, however it is written."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.registry.imports.rules.lines import certificate_id_of, coverage_id_of, person_id_of
from tests.builders import coverage

BORN = date(1985, 4, 1)
ONE = coverage(symbol="12-34", number="5678", branch="01", acquired_on=date(2024, 4, 1))


def test_an_id_follows_from_insurer_symbol_number_branch_birth_and_first_day() -> None:
    first = coverage_id_of(ONE, BORN)
    assert first == coverage_id_of(replace(ONE, symbol="１２－３４", number="５６７８"), BORN)
    others = [
        replace(ONE, symbol="12-35"),
        replace(ONE, number="5679"),
        replace(ONE, branch="02"),
        replace(ONE, acquired_on=date(2024, 4, 2)),
    ]
    ids = {first, coverage_id_of(ONE, date(1985, 4, 2)), *(coverage_id_of(each, BORN) for each in others)}
    assert len(ids) == 6
    assert {each.version for each in ids} == {5}


def test_what_else_a_line_says_makes_no_other_coverage() -> None:
    assert coverage_id_of(ONE, BORN) == coverage_id_of(replace(ONE, lost_on=date(2026, 4, 1)), BORN)


def test_an_id_never_changes() -> None:
    """People are on record under it."""
    assert coverage_id_of(ONE, BORN) == UUID("0f8eef88-b489-5cf2-8855-693bfd4bb814")
    assert person_id_of(UUID(int=1)) == UUID("225f7566-c687-5eba-ade2-5bf3d48c72c9")
    assert certificate_id_of(UUID(int=1), "limit_certificates", "{}") == UUID("5724d9d9-9fd0-5530-8a47-043247fa76b6")
