"""From truth to published rows, within the transaction that changed the truth.

A published version is known from the very instant at which its truth counts as recorded.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.copying import copy_rows
from services.registry.published_tables import (
    published_certificates,
    published_identifiers,
    published_institutions,
    published_persons,
    published_verified_certificates,
)
from services.registry.recording import Recording
from services.registry.table_forms import INFINITY
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role
from shared.pki.path import VerifiedBefore
from shared.published.registry import columns_of
from shared.published.versions import is_open_version

_IDENTIFIER_KEY = ("insurer_number", "number", "symbol", "coverage_id")
_IDENTIFIER_COLUMNS = (*_IDENTIFIER_KEY, "branch", "birthdate", "person_id")


async def write_published_persons(
    connection: AsyncConnection, records: Sequence[PersonRecord], recording: Recording
) -> None:
    """Publish the records of persons, and the identifiers they are found by."""
    table = published_persons
    by_id = {UUID(record.person_id): record for record in records}
    await connection.execute(
        update(table)
        .where(table.c.person_id.in_(by_id), is_open_version(table, recording.at))
        .values(known_to=recording.at)
    )
    rows = [
        {
            "person_id": person_id,
            "version_id": recording.new_id(),
            **columns_of(record),
            "known_from": recording.at,
        }
        for person_id, record in by_id.items()
    ]
    await connection.execute(insert(table), rows)
    await _publish_identifiers(connection, by_id, recording.at)


async def copy_published_persons(
    connection: AsyncConnection, records: Sequence[PersonRecord], recording: Recording
) -> None:
    """Publish persons who never were, many at once, and the identifiers they are found by."""
    stamp = {"known_from": recording.at}
    persons = [
        {
            "person_id": UUID(record.person_id),
            "version_id": recording.new_id(),
            **columns_of(record),
            **stamp,
        }
        for record in records
    ]
    await copy_rows(connection, published_persons, persons)
    identifiers = dict.fromkeys(
        _identifiers_of(UUID(record.person_id), coverage, record) for record in records for coverage in record.coverages
    )
    rows = [{**dict(zip(_IDENTIFIER_COLUMNS, each, strict=True)), **stamp} for each in identifiers]
    await copy_rows(connection, published_identifiers, rows)


async def publish_institution(
    connection: AsyncConnection, code: InstitutionCode, name: str, role: Role, recording: Recording
) -> None:
    """Publish an institution."""
    facts = {"name": name, "role": role.value}
    await _replace(connection, published_institutions, {"institution_code": code}, facts, recording.at)


async def publish_card_registration(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, person_id: UUID, recording: Recording
) -> None:
    """Publish to whom a card's certificate belongs."""
    key = {"authority_key_id": authority_key_id, "serial_number": serial_number}
    await _replace(connection, published_certificates, key, {"person_id": person_id}, recording.at)


async def withdraw_card_registration(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, recording: Recording
) -> None:
    """Publish that a card's certificate belongs to nobody from now on."""
    key = {"authority_key_id": authority_key_id, "serial_number": serial_number}
    await close(connection, published_certificates, key, recording.at)


async def publish_verified_certificate(
    connection: AsyncConnection, authority_key_id: bytes, serial_number: bytes, verified: VerifiedBefore, at: datetime
) -> None:
    """Publish that the chain of a certificate was verified, and on what that rests, unless that is published."""
    table = published_verified_certificates
    key = {"authority_key_id": authority_key_id, "serial_number": serial_number}
    facts = {"certificate_digest": verified.digest, "mark": verified.mark}
    is_this = [table.c[name] == value for name, value in {**key, **facts}.items()]
    found = await connection.execute(select(table.c.mark).where(*is_this, is_open_version(table, at)))
    if found.first() is None:
        await _replace(connection, table, key, facts, at)


async def close(connection: AsyncConnection, table: Table, key: dict[str, Any], at: datetime) -> None:
    """Close the open published row of ``key``, if there is one that had begun by ``at``."""
    is_key = [table.c[name] == value for name, value in key.items()]
    await connection.execute(update(table).where(*is_key, is_open_version(table, at)).values(known_to=at))


async def _replace(
    connection: AsyncConnection, table: Table, key: dict[str, Any], facts: dict[str, Any], at: datetime
) -> None:
    await close(connection, table, key, at)
    await connection.execute(insert(table).values(**key, **facts, known_from=at))


async def _publish_identifiers(connection: AsyncConnection, records: Mapping[UUID, PersonRecord], at: datetime) -> None:
    table = published_identifiers
    columns = [table.c[name] for name in _IDENTIFIER_COLUMNS]
    rows = await connection.execute(
        select(*columns).where(table.c.person_id.in_(records), table.c.known_to == INFINITY)
    )
    published = {tuple(row) for row in rows}
    wanted = {
        _identifiers_of(person_id, coverage, record)
        for person_id, record in records.items()
        for coverage in record.coverages
    }
    # What one person loses is closed before another is found by it: the same coverage can go from one to the other.
    for gone in published - wanted:
        await close(connection, table, dict(zip(_IDENTIFIER_KEY, gone, strict=False)), at)
    new = [
        {**dict(zip(_IDENTIFIER_COLUMNS, identifiers, strict=True)), "known_from": at}
        for identifiers in wanted - published
    ]
    if new:
        await connection.execute(insert(table), new)


def _identifiers_of(person_id: UUID, coverage: Coverage, record: PersonRecord) -> tuple[Any, ...]:
    found_by = coverage.identifiers_of(record.birthdate)
    return (
        found_by.insurer_number,
        found_by.number,
        found_by.symbol,
        UUID(coverage.coverage_id),
        found_by.branch,
        found_by.birthdate,
        person_id,
    )
