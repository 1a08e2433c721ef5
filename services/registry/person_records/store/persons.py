"""Persons as recorded, without their coverages."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Uuid, any_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.recorded_persons import RecordedPerson
from services.registry.recording import Recording, record_first_versions, record_version
from services.registry.table_forms import INFINITY, array_of
from services.registry.tables import coverage_versions, person_name_keys, person_versions
from shared.domain.codes import Sex
from shared.domain.coverage import PersonRecord
from shared.domain.name_keys import record_keys

_FACTS = (
    "name",
    "name_kana",
    "name_other",
    "name_other_kana",
    "sex",
    "sex2",
    "birthdate",
    "postal_code",
    "address",
    "address_hidden",
    "self_information_blocked",
)


async def read_person(connection: AsyncConnection, person_id: UUID) -> RecordedPerson | None:
    """Return the person as recorded now."""
    return (await read_persons(connection, [person_id])).get(person_id)


async def read_persons(connection: AsyncConnection, person_ids: Collection[UUID]) -> dict[UUID, RecordedPerson]:
    """Return those of these persons who are on record, as recorded now."""
    rows = await connection.execute(
        select(person_versions).where(
            person_versions.c.person_id == any_(array_of(person_ids, Uuid)), person_versions.c.superseded_at == INFINITY
        )
    )
    return {row.person_id: _person_of(row) for row in rows}


async def read_births(connection: AsyncConnection, person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the birth dates of those of these persons who are on record, as recorded now."""
    rows = await connection.execute(
        select(person_versions.c.person_id, person_versions.c.birthdate).where(
            person_versions.c.person_id == any_(array_of(person_ids, Uuid)), person_versions.c.superseded_at == INFINITY
        )
    )
    return {row.person_id: row.birthdate for row in rows}


async def read_person_histories(
    connection: AsyncConnection, person_ids: Collection[UUID]
) -> dict[UUID, list[RecordedPerson]]:
    """Return every version of those of these persons who are on record, the open one last."""
    rows = await connection.execute(
        select(person_versions)
        .where(person_versions.c.person_id == any_(array_of(person_ids, Uuid)))
        .order_by(person_versions.c.recorded_at)
    )
    found: dict[UUID, list[RecordedPerson]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_person_of(row))
    return found


async def write_person(connection: AsyncConnection, record: PersonRecord, recording: Recording) -> RecordedPerson:
    """Record a version of a person; coverages have versions of their own."""
    key = {"person_id": UUID(record.person_id)}
    version_id = await record_version(connection, person_versions, key, _columns_of(record), recording)
    await _write_name_keys(connection, [record])
    return RecordedPerson(record, recording.at, version_id)


async def write_new_persons(
    connection: AsyncConnection, made: Collection[RecordedPerson], recording: Recording
) -> None:
    """Record the first versions of persons."""
    await record_first_versions(connection, person_versions, [row_of_person(each) for each in made], recording)
    await _write_name_keys(connection, [each.record for each in made])


async def _write_name_keys(connection: AsyncConnection, records: Collection[PersonRecord]) -> None:
    """Let persons be looked up by their names; what they were looked up by before stays."""
    rows = [row for record in records for row in rows_of_name_keys(record)]
    if rows:
        await connection.execute(insert_or_skip(person_name_keys).values(rows).on_conflict_do_nothing())


def rows_of_name_keys(record: PersonRecord) -> list[dict[str, Any]]:
    """Return the rows by which somebody is looked up."""
    person_id = UUID(record.person_id)
    return [{"name_key": key, "person_id": person_id} for key in record_keys(record)]


def row_of_person(made: RecordedPerson) -> dict[str, Any]:
    """Return the row of a version, without its stamp."""
    return {
        "person_id": UUID(made.record.person_id),
        "version_id": made.version_id,
        **_columns_of(made.record),
    }


def _columns_of(record: PersonRecord) -> dict[str, Any]:
    facts = {name: getattr(record, name) for name in _FACTS}
    return facts | {"sex": record.sex.value, "sex2": record.sex2.value if record.sex2 else None}


async def is_known_to_insurer(
    connection: AsyncConnection, person_id: UUID, insurer_number: str, client_id: str
) -> bool:
    """Tell whether an insurer registered this person, or insures or has insured them.

    Cover that never was (取消), or turned out to be another person's, makes nobody known.
    """
    insured = exists().where(
        coverage_versions.c.person_id == person_id,
        coverage_versions.c.superseded_at == INFINITY,
        coverage_versions.c.insurer_number == insurer_number,
        _ever_was(),
    )
    return bool((await connection.execute(select(or_(_first_by(person_id) == client_id, insured)))).scalar())


async def is_insured_elsewhere(connection: AsyncConnection, person_id: UUID, insurer_number: str) -> bool:
    """Tell whether another insurer than this one insures the person, or has."""
    elsewhere = exists().where(
        coverage_versions.c.person_id == person_id,
        coverage_versions.c.superseded_at == INFINITY,
        coverage_versions.c.insurer_number != insurer_number,
        _ever_was(),
    )
    return bool((await connection.execute(select(elsewhere))).scalar())


async def first_acquisition(connection: AsyncConnection, person_id: UUID) -> date | None:
    """Return the first day on which any cover of the person begins; None when there is none."""
    statement = select(func.min(coverage_versions.c.acquired_on)).where(
        coverage_versions.c.person_id == person_id, coverage_versions.c.superseded_at == INFINITY, _ever_was()
    )
    found: date | None = (await connection.execute(statement)).scalar()
    return found


async def is_member_of(
    connection: AsyncConnection, person_id: UUID, insurer_number: str, client_id: str, on: date
) -> bool:
    """Tell whether an insurer may change what is filed of a person: they are insured there on ``on``.

    Whom no other insurer insures, then or later, belongs to the one that registered them.
    """
    of_person = (coverage_versions.c.person_id == person_id) & (coverage_versions.c.superseded_at == INFINITY)
    still = or_(coverage_versions.c.lost_on.is_(None), coverage_versions.c.lost_on > on)
    insured_here = exists().where(
        of_person,
        still,
        coverage_versions.c.acquired_on <= on,
        coverage_versions.c.insurer_number == insurer_number,
    )
    insured_elsewhere = exists().where(
        of_person, still, _ever_was(), coverage_versions.c.insurer_number != insurer_number
    )
    may = or_(insured_here, (_first_by(person_id) == client_id) & ~insured_elsewhere)
    return bool((await connection.execute(select(may))).scalar())


def _ever_was() -> ColumnElement[bool]:
    return or_(coverage_versions.c.lost_on.is_(None), coverage_versions.c.lost_on > coverage_versions.c.acquired_on)


def _first_by(person_id: UUID) -> ScalarSelect[str]:
    """Return who registered a person, as a subquery."""
    return (
        select(person_versions.c.recorded_by)
        .where(person_versions.c.person_id == person_id)
        .order_by(person_versions.c.recorded_at)
        .limit(1)
        .scalar_subquery()
    )


async def is_recorded(connection: AsyncConnection, person_id: UUID) -> bool:
    """Tell whether there is such a person."""
    there = exists().where(person_versions.c.person_id == person_id, person_versions.c.superseded_at == INFINITY)
    return bool((await connection.execute(select(there))).scalar())


def _person_of(row: Row[Any]) -> RecordedPerson:
    return RecordedPerson(record_of(row), row.recorded_at, row.version_id)


def record_of(row: Row[Any]) -> PersonRecord:
    """Return what a row of a version holds, without coverages."""
    facts = {name: getattr(row, name) for name in _FACTS}
    facts["sex"] = Sex(row.sex)
    facts["sex2"] = Sex(row.sex2) if row.sex2 else None
    return PersonRecord(person_id=str(row.person_id), **facts)
