"""Who on record may be meant by a description, as recorded now, without coverages: by birth date and folded name."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Date, Uuid, any_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.store.persons import record_of
from services.registry.table_forms import INFINITY, array_of
from services.registry.tables import coverage_versions, person_name_keys, person_versions
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description
from shared.domain.name_keys import wanted_keys

MOST_CANDIDATES = 1000
"""Persons of one birth date who are compared with what says nothing of the name."""


async def read_who_may_be(
    connection: AsyncConnection, wanted: Collection[Description]
) -> dict[date, list[PersonRecord]]:
    """Return by birth date all of those who can agree in name with one of these; of a name with ● MOST_CANDIDATES.

    Others of the same day may be among them.
    """
    named: set[int] = set()
    whole_days: set[date] = set()
    for description in wanted:
        keys = wanted_keys(description)
        if keys is None:
            whole_days.add(description.birthdate)
        else:
            named.update(keys)
    found = await read_born_on(connection, whole_days, MOST_CANDIDATES) if whole_days else {}
    known = {record.person_id for records in found.values() for record in records}
    if named:
        rows = await connection.execute(
            select(person_versions)
            .join_from(person_name_keys, person_versions, person_name_keys.c.person_id == person_versions.c.person_id)
            .where(
                person_name_keys.c.name_key == any_(array_of(sorted(named), BigInteger)),
                person_versions.c.superseded_at == INFINITY,
            )
        )
        for row in rows:
            record = record_of(row)
            if record.person_id not in known:
                known.add(record.person_id)
                found.setdefault(record.birthdate, []).append(record)
    for records in found.values():
        records.sort(key=lambda record: record.person_id)
    return found


async def read_born_on(
    connection: AsyncConnection, birthdates: Collection[date], limit: int
) -> dict[date, list[PersonRecord]]:
    """Return of each of these birth dates up to ``limit`` persons."""
    days = select(func.unnest(array_of(birthdates, Date)).label("day")).subquery("days")
    born = (
        select(person_versions)
        .where(person_versions.c.birthdate == days.c.day, person_versions.c.superseded_at == INFINITY)
        .order_by(person_versions.c.person_id)
        .limit(limit)
        .lateral("born")
    )
    found: dict[date, list[PersonRecord]] = {}
    for row in await connection.execute(select(born).select_from(days.join(born, true()))):
        found.setdefault(row.birthdate, []).append(record_of(row))
    return found


async def read_insurers_of(connection: AsyncConnection, person_ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the numbers of the insurers at which persons are or were insured, as recorded now, by person."""
    columns = coverage_versions.c
    rows = await connection.execute(
        select(columns.person_id, columns.insurer_number)
        .where(
            columns.person_id == any_(array_of([UUID(each) for each in person_ids], Uuid)),
            columns.superseded_at == INFINITY,
        )
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for person_id, insurer_number in rows:
        found.setdefault(str(person_id), set()).add(insurer_number)
    return found
