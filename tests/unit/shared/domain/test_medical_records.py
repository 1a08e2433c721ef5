"""Invented medical records: the same for a person for ever, never before birth, never from tomorrow."""

from datetime import date

import pytest

from shared.domain.consent import MEDICAL_KINDS
from shared.domain.medical_catalogue import SCHEDULES
from shared.domain.medical_records import records_of
from shared.domain.purposes import DataKind

PERSON = "0190a000-0000-7000-8000-000000000001"
BORN, TODAY = date(1985, 4, 12), date(2026, 11, 20)


def test_every_kind_of_medical_data_can_be_invented() -> None:
    assert set(SCHEDULES) == MEDICAL_KINDS


@pytest.mark.parametrize("kind", sorted(MEDICAL_KINDS))
def test_what_is_on_record_stays_on_record(kind: DataKind) -> None:
    today = records_of(PERSON, kind, BORN, TODAY)
    tomorrow = records_of(PERSON, kind, BORN, date(2026, 11, 21))
    assert [record for record in tomorrow if record.occurred_on != date(2026, 11, 21)] == today


@pytest.mark.parametrize("kind", sorted(MEDICAL_KINDS))
def test_nothing_lies_in_the_future_or_before_birth(kind: DataKind) -> None:
    born = date(2026, 9, 1)
    days = [record.occurred_on for record in records_of(PERSON, kind, born, TODAY)]
    assert all(born <= day <= TODAY for day in days)
    assert days == sorted(days, reverse=True)


def test_two_people_differ() -> None:
    other = "0190a000-0000-7000-8000-000000000002"
    assert records_of(PERSON, DataKind.MEDICATION, BORN, TODAY) != records_of(other, DataKind.MEDICATION, BORN, TODAY)


def test_a_check_up_measures_everything_on_one_day() -> None:
    found = records_of(PERSON, DataKind.CHECKUPS, BORN, TODAY)
    by_day = {record.occurred_on: [] for record in found}  # type: dict[date, list[str]]
    for record in found:
        by_day[record.occurred_on].append(record.code)
    assert found
    assert all(
        codes == ["SIM-TK-001", "SIM-TK-002", "SIM-TK-003", "SIM-TK-004", "SIM-TK-005"] for codes in by_day.values()
    )


def test_values_stand_within_their_bounds() -> None:
    for record in records_of(PERSON, DataKind.CHECKUPS, BORN, TODAY):
        if record.code == "SIM-TK-004":
            assert record.value is not None
            assert 5.0 <= float(record.value) <= 7.2
