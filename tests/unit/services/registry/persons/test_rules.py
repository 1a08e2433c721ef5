"""Who is registered as whom, and which changes of a person are an insurer's to make."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.outcome import Registered
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from services.registry.persons.rules import (
    Outcome,
    Standing,
    changed_record,
    decide_registrations,
    refuse_birth_after_cover,
)
from shared.domain.codes import Sex
from shared.domain.coverage import PersonRecord
from shared.errors import AlreadyExists, RequestInvalid, ResourceNotFound, RoleNotAllowed

TODAY = date(2026, 11, 20)
HANAKO = PersonRecord(str(UUID(int=1)), "見本　花子", None, Sex.FEMALE, date(1985, 4, 1))
TARO = replace(HANAKO, person_id=str(UUID(int=2)), name="見本　太郎", sex=Sex.MALE)
MOVED = replace(HANAKO, address="模擬県仮想市一丁目1番1号")
MEMBER = Standing(is_known=True, is_member=True, is_insured_elsewhere=False)


def recorded(record: PersonRecord) -> RecordedPerson:
    return RecordedPerson(record, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=9))


def decided(*records: PersonRecord, on_record: tuple[PersonRecord, ...] = ()) -> list[Outcome]:
    histories = {UUID(on_record[0].person_id): [recorded(each) for each in on_record]} if on_record else {}
    return decide_registrations(records, histories, TODAY, recorded)


def test_who_is_new_is_recorded() -> None:
    assert decided(HANAKO) == [Registered(recorded(HANAKO), is_new=True)]


def test_who_was_registered_so_once_is_found_as_they_are_now() -> None:
    assert decided(HANAKO, on_record=(HANAKO, MOVED)) == [Registered(recorded(MOVED), is_new=False)]


def test_other_content_under_the_same_id_is_refused() -> None:
    (outcome,) = decided(replace(HANAKO, name="他　人"), on_record=(HANAKO, MOVED))
    assert isinstance(outcome, AlreadyExists)


def test_who_is_not_born_yet_stops_none_of_the_others() -> None:
    unborn, last = decided(replace(HANAKO, birthdate=date(2026, 11, 21)), replace(TARO, birthdate=TODAY))
    assert isinstance(unborn, RequestInvalid)
    assert [(each.pointer, each.code) for each in unborn.violations] == [("/birthdate", "in-the-future")]
    assert isinstance(last, Registered)


def test_the_same_twice_in_a_batch_is_made_once() -> None:
    first, again, other = decided(HANAKO, HANAKO, MOVED)
    assert (first, again) == (Registered(recorded(HANAKO), is_new=True), Registered(recorded(HANAKO), is_new=False))
    assert isinstance(other, AlreadyExists)


def test_an_operator_changes_all_of_anybody() -> None:
    changes = {"birthdate": date(1985, 4, 2), "sex": Sex.MALE}
    assert changed_record(HANAKO, changes, None) == replace(HANAKO, birthdate=date(1985, 4, 2), sex=Sex.MALE)


def test_an_insurer_changes_its_own_members() -> None:
    assert changed_record(HANAKO, {"birthdate": date(1985, 4, 2)}, MEMBER).birthdate == date(1985, 4, 2)
    with pytest.raises(RoleNotAllowed):
        changed_record(HANAKO, {"address": None}, replace(MEMBER, is_member=False))
    # Whom it does not know is not told from whom nobody knows.
    with pytest.raises(ResourceNotFound):
        changed_record(HANAKO, {"address": None}, Standing(False, False, False))


def test_birth_date_and_sex_of_whom_others_insure_are_the_municipality_s() -> None:
    shared = replace(MEMBER, is_insured_elsewhere=True)
    assert changed_record(HANAKO, {"name": "見本　華子", "sex": Sex.FEMALE}, shared).name == "見本　華子"
    for changes in ({"birthdate": date(1985, 4, 2)}, {"sex": Sex.MALE}):
        with pytest.raises(RoleNotAllowed):
            changed_record(HANAKO, changes, shared)


def test_nobody_is_covered_before_birth() -> None:
    refuse_birth_after_cover(date(1985, 4, 1), None)
    refuse_birth_after_cover(date(1985, 4, 1), date(1985, 4, 1))
    with pytest.raises(RequestInvalid) as refused:
        refuse_birth_after_cover(date(1985, 4, 2), date(1985, 4, 1))
    assert [each.code for each in refused.value.violations] == ["after-acquisition"]
