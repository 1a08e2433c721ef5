"""What is left out of a patient is chosen: by age and insurer, the same each time."""

from datetime import date
from typing import Any

import pytest

from shared.errors import Violation
from simulator.controls.choosing import insurer_of, own_violations, persona_of, row_of
from simulator.controls.new_patient import NewPatient
from simulator.patients.rows import FixtureRow
from simulator.personas.casting import Casting

TODAY = date(2026, 11, 20)
CASTING = Casting(1, TODAY)


def asked(**more: Any) -> NewPatient:
    return NewPatient.model_validate({"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female", **more})


def row(patient: NewPatient) -> FixtureRow:
    insurer = insurer_of(patient, TODAY)
    assert not isinstance(insurer, Violation)
    return row_of(patient, "hanako", insurer, CASTING)


@pytest.mark.parametrize(
    ("birthdate", "number"), [("1951-11-20", "39139019"), ("1951-11-21", "01139013"), ("2026-11-20", "01139013")]
)
def test_the_insurer_is_that_of_the_age(birthdate: str, number: str) -> None:
    assert row(asked(birthdate=birthdate)).insurer_number == number


def test_a_symbol_that_is_left_out_is_chosen_and_null_is_none() -> None:
    assert len(row(asked()).symbol or "") == 8
    assert row(asked(coverage={"symbol": None, "branch": None})).symbol is None


def test_cover_begins_at_birth_or_three_years_ago() -> None:
    assert row(asked(birthdate="2026-11-20")).acquired_on == date(2026, 11, 20)
    assert row(asked()).acquired_on == date(2023, 11, 16)


def test_a_law_number_that_is_none_is_named() -> None:
    found = insurer_of(asked(insurer={"number": "99139013"}), TODAY)

    assert isinstance(found, Violation)
    assert found.pointer == "/insurer/number"


def test_another_request_of_the_same_id_is_another_person() -> None:
    one, other = asked(), asked(sex="male")

    first, again = persona_of(one, row(one), CASTING), persona_of(one, row(one), CASTING)
    second = persona_of(other, row(other), CASTING)

    assert first == again
    assert first.holder is not None
    assert second.holder is not None
    assert first.holder.person_id != second.holder.person_id


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"coverage": {"acquired_on": "2020-04-01", "lost_on": "2020-04-01"}}, "/coverage/lost_on"),
        ({"coverage": {"acquired_on": "1980-04-01"}}, "/coverage/acquired_on"),
        ({"card": {"carrier": "android", "pin": None}}, "/card/pin"),
        ({"card": {"carrier": "iphone", "pin": "1234"}}, "/card/pin"),
    ],
)
def test_what_contradicts_itself_is_named(more: dict[str, Any], pointer: str) -> None:
    patient = asked(**more)

    assert [each.pointer for each in own_violations(patient, row(patient))] == [pointer]
