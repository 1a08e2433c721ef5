"""Coverages as recorded, with the certificates that hang on them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Row, Select, Text, Uuid, any_, bindparam, cast, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.store.certificates import (
    ELDERLY_CERTIFICATES,
    LIMIT_CERTIFICATES,
    MEDICAL_TICKETS,
    SPECIFIC_DISEASE_CERTIFICATES,
    read_certificates,
    read_kinds_carried,
)
from services.registry.recording import Recording, known, record_first_versions, record_version
from services.registry.table_forms import INFINITY, array_of
from services.registry.tables import ONE_HOLDER, coverage_versions, insurer_versions
from shared.domain.codes import CardKind, LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insured import FamilyIdentifiers
from shared.domain.insurers import InsurerKind
from shared.errors import ConflictingPeriod

_FACTS = (
    "symbol",
    "number",
    "branch",
    "acquired_on",
    "lost_on",
    "issued_on",
    "valid_from",
    "valid_to",
    "insured_name",
    "share_percent",
)


async def read_coverages(
    connection: AsyncConnection, person_id: UUID, known_at: datetime | None = None
) -> list[RecordedCoverage]:
    """Return a person's coverages, oldest first, as recorded now or as they were known at ``known_at``."""
    found = await read_coverages_of(connection, [person_id], known_at)
    return found.get(person_id, [])


async def read_coverages_of(
    connection: AsyncConnection, person_ids: Collection[UUID], known_at: datetime | None = None
) -> dict[UUID, list[RecordedCoverage]]:
    """Return the coverages of each of these persons who has any, as ``read_coverages``."""
    statement = (
        select_known(known_at)
        .where(coverage_versions.c.person_id == any_(array_of(person_ids, Uuid)))
        .order_by(coverage_versions.c.acquired_on, coverage_versions.c.coverage_id)
    )
    found: dict[UUID, list[RecordedCoverage]] = {}
    for each in await _with_certificates(connection, statement, known_at):
        found.setdefault(each.person_id, []).append(each)
    return found


async def read_coverage(connection: AsyncConnection, coverage_id: UUID) -> RecordedCoverage | None:
    """Return one coverage as recorded now."""
    return (await read_coverages_named(connection, [coverage_id])).get(str(coverage_id))


async def read_coverages_named(
    connection: AsyncConnection, coverage_ids: Collection[UUID]
) -> dict[str, RecordedCoverage]:
    """Return those of these coverages that are on record, by their ids."""
    if not coverage_ids:
        return {}
    statement = select_known(None).where(coverage_versions.c.coverage_id == any_(array_of(coverage_ids, Uuid)))
    return {each.coverage.coverage_id: each for each in await _with_certificates(connection, statement, None)}


async def read_coverage_histories(
    connection: AsyncConnection, coverage_ids: Collection[UUID]
) -> dict[str, list[RecordedCoverage]]:
    """Return every version of these coverages, by id, the open one last: no certificates, their insurers' new names."""
    rows = await connection.execute(
        select_versions(None)
        .where(coverage_versions.c.coverage_id == any_(array_of(coverage_ids, Uuid)))
        .order_by(coverage_versions.c.recorded_at)
    )
    found: dict[str, list[RecordedCoverage]] = {}
    for row in rows:
        found.setdefault(str(row.coverage_id), []).append(coverage_of(row))
    return found


async def lock_identifiers(connection: AsyncConnection, families: Collection[FamilyIdentifiers]) -> None:
    """Make writers of the same identifiers come one after the other, until the transaction ends.

    It is taken before any person is locked, and in one order, so that writers never wait for each other in a circle;
    in the exclusion constraint alone they could.
    """
    named = sorted({(family.insurer_number, family.number) for family in families})
    names: BindParameter[list[str]] = bindparam(
        "names", [f"identifiers {insurer_number} {number}" for insurer_number, number in named]
    )
    name: ColumnElement[str] = func.unnest(cast(names, ARRAY(Text))).column_valued("name")
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def write_coverage(
    connection: AsyncConnection,
    person_id: UUID,
    coverage: Coverage,
    recording: Recording,
    *,
    is_voluntary: bool = False,
    accepted_late: bool = False,
) -> RecordedCoverage:
    """Record a version of a coverage whose identifiers are locked, and free on its days.

    Raises ConflictingPeriod when they are not.
    """
    made = RecordedCoverage(person_id, coverage, recording.at, recording.new_id(), is_voluntary, accepted_late)
    facts = row_of_coverage(made)
    key = {"coverage_id": facts.pop("coverage_id")}
    with _one_holder():
        await record_version(connection, coverage_versions, key, facts, recording)
    return made


async def write_new_coverages(
    connection: AsyncConnection, made: Collection[RecordedCoverage], recording: Recording
) -> None:
    """Record the first versions of coverages whose identifiers are locked, and free on their days.

    Raises ConflictingPeriod when they are not.
    """
    rows = [row_of_coverage(each) for each in made]
    with _one_holder():
        await record_first_versions(connection, coverage_versions, rows, recording)


@contextmanager
def _one_holder() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if getattr(getattr(error.orig, "__cause__", None), "constraint_name", None) == ONE_HOLDER:
            raise ConflictingPeriod from None
        raise


def row_of_coverage(recorded: RecordedCoverage) -> dict[str, Any]:
    """Return the row of a version, without its stamp."""
    coverage = recorded.coverage
    facts = {name: getattr(coverage, name) for name in _FACTS}
    return facts | {
        "coverage_id": UUID(coverage.coverage_id),
        "version_id": recorded.version_id,
        "person_id": recorded.person_id,
        "insurer_number": coverage.insurer.number,
        "symbol_folded": coverage.family.symbol,
        "number_folded": coverage.family.number,
        "relationship": coverage.relationship.value,
        "card_kind": coverage.card_kind.value,
        "loss_reason": coverage.loss_reason.value if coverage.loss_reason else None,
        "voluntary": recorded.is_voluntary,
        "accepted_late": recorded.accepted_late,
    }


def select_versions(known_at: datetime | None) -> Select[Any]:
    """Return the statement for all versions, each with its insurer's name of that time."""
    return select(
        coverage_versions, insurer_versions.c.name.label("insurer_name"), insurer_versions.c.kind.label("insurer_kind")
    ).join_from(
        coverage_versions,
        insurer_versions,
        (insurer_versions.c.insurer_number == coverage_versions.c.insurer_number) & _is_named(known_at),
    )


def _is_named(known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition for the insurer's version that names it: as known then, or else its first.

    A clock that was set back can make a coverage older than its insurer, and it is no less a coverage for that.
    """
    if known_at is None:
        return insurer_versions.c.superseded_at == INFINITY
    versions = insurer_versions.alias("all_of_insurer")
    by_then = func.max(versions.c.recorded_at).filter(versions.c.recorded_at <= known_at)
    named = (
        select(func.coalesce(by_then, func.min(versions.c.recorded_at)))
        .where(versions.c.insurer_number == insurer_versions.c.insurer_number)
        .correlate(insurer_versions)
        .scalar_subquery()
    )
    return insurer_versions.c.recorded_at == named


def select_known(known_at: datetime | None) -> Select[Any]:
    """Return the statement for the versions that were known at ``known_at``, or are open."""
    return select_versions(known_at).where(known(coverage_versions, known_at))


async def _with_certificates(
    connection: AsyncConnection, statement: Select[Any], known_at: datetime | None
) -> list[RecordedCoverage]:
    found = [coverage_of(row) for row in await connection.execute(statement)]
    ids = [UUID(each.coverage.coverage_id) for each in found]
    # Most coverages carry none: one question tells which kinds are worth a read.
    carried = await read_kinds_carried(connection, ids)
    limits = await read_certificates(connection, LIMIT_CERTIFICATES, carried, ids, known_at)
    elderly = await read_certificates(connection, ELDERLY_CERTIFICATES, carried, ids, known_at)
    diseases = await read_certificates(connection, SPECIFIC_DISEASE_CERTIFICATES, carried, ids, known_at)
    tickets = await read_certificates(connection, MEDICAL_TICKETS, carried, ids, known_at)
    return [
        replace(
            each,
            coverage=replace(
                each.coverage,
                limit_certificates=limits.get(coverage_id, ()),
                elderly_certificates=elderly.get(coverage_id, ()),
                specific_disease_certificates=diseases.get(coverage_id, ()),
                medical_tickets=tickets.get(coverage_id, ()),
            ),
        )
        for coverage_id, each in zip(ids, found, strict=True)
    ]


def coverage_of(row: Row[Any]) -> RecordedCoverage:
    """Return what a row of these statements holds, without certificates."""
    coverage = Coverage(
        coverage_id=str(row.coverage_id),
        insurer=Insurer(row.insurer_number, row.insurer_name, InsurerKind(row.insurer_kind)),
        relationship=Relationship(row.relationship),
        card_kind=CardKind(row.card_kind),
        loss_reason=LossReason(row.loss_reason) if row.loss_reason else None,
        **{name: getattr(row, name) for name in _FACTS},
    )
    return RecordedCoverage(row.person_id, coverage, row.recorded_at, row.version_id, row.voluntary, row.accepted_late)
