"""Coverages as recorded, with the limit certificates that hang on them."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording, known, record_version
from services.registry.store.limit_certificates import read_limit_certificates
from services.registry.tables import ONE_HOLDER, coverage_versions, insurer_versions
from shared.domain.codes import CardKind, LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.identifiers import fold_number, fold_symbol
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


@dataclass(frozen=True, slots=True)
class RecordedCoverage:
    """A coverage, whose it is, and since when the registry has known it so."""

    person_id: UUID
    coverage: Coverage
    recorded_at: datetime


async def read_coverages(
    connection: AsyncConnection, person_id: UUID, known_at: datetime | None = None
) -> list[RecordedCoverage]:
    """Return a person's coverages, oldest first, as recorded now or as they were known at ``known_at``."""
    statement = (
        _select_known(known_at)
        .where(coverage_versions.c.person_id == person_id)
        .order_by(coverage_versions.c.acquired_on, coverage_versions.c.coverage_id)
    )
    return await _with_certificates(connection, statement, known_at)


async def read_coverage(connection: AsyncConnection, coverage_id: UUID) -> RecordedCoverage | None:
    """Return one coverage as recorded now."""
    statement = _select_known(None).where(coverage_versions.c.coverage_id == coverage_id)
    found = await _with_certificates(connection, statement, None)
    return found[0] if found else None


async def read_coverage_history(connection: AsyncConnection, coverage_id: UUID) -> list[RecordedCoverage]:
    """Return every version of a coverage, the open one last, without certificates, under its insurer's present name."""
    rows = await connection.execute(
        _select(None).where(coverage_versions.c.coverage_id == coverage_id).order_by(coverage_versions.c.recorded_at)
    )
    return [_coverage_of(row) for row in rows]


async def write_coverage(
    connection: AsyncConnection, person_id: UUID, coverage: Coverage, recording: Recording
) -> None:
    """Record a version of a coverage; raises ConflictingPeriod when its identifiers are taken on one of its days."""
    facts = {name: value for name, value in asdict(coverage).items() if name in _FACTS}
    facts |= {
        "person_id": person_id,
        "insurer_number": coverage.insurer.number,
        "symbol_folded": fold_symbol(coverage.symbol),
        "number_folded": fold_number(coverage.number),
        "relationship": coverage.relationship.value,
        "card_kind": coverage.card_kind.value,
        "loss_reason": coverage.loss_reason.value if coverage.loss_reason else None,
    }
    # Writers of the same identifiers wait here: in the exclusion constraint two of them could wait for each other.
    await connection.execute(
        select(
            func.pg_advisory_xact_lock(
                func.hashtextextended(f"identifiers {facts['insurer_number']} {facts['number_folded']}", 0)
            )
        )
    )
    try:
        await record_version(
            connection, coverage_versions, {"coverage_id": UUID(coverage.coverage_id)}, facts, recording
        )
    except IntegrityError as error:
        if getattr(getattr(error.orig, "__cause__", None), "constraint_name", None) == ONE_HOLDER:
            raise ConflictingPeriod from None
        raise


def _select(known_at: datetime | None) -> Select[Any]:
    return select(
        coverage_versions, insurer_versions.c.name.label("insurer_name"), insurer_versions.c.kind.label("insurer_kind")
    ).join_from(
        coverage_versions,
        insurer_versions,
        (insurer_versions.c.insurer_number == coverage_versions.c.insurer_number) & known(insurer_versions, known_at),
    )


def _select_known(known_at: datetime | None) -> Select[Any]:
    return _select(known_at).where(known(coverage_versions, known_at))


async def _with_certificates(
    connection: AsyncConnection, statement: Select[Any], known_at: datetime | None
) -> list[RecordedCoverage]:
    found = [_coverage_of(row) for row in await connection.execute(statement)]
    certificates = await read_limit_certificates(
        connection, [UUID(each.coverage.coverage_id) for each in found], known_at
    )
    return [
        replace(
            each,
            coverage=replace(each.coverage, limit_certificates=certificates.get(UUID(each.coverage.coverage_id), ())),
        )
        for each in found
    ]


def _coverage_of(row: Row[Any]) -> RecordedCoverage:
    coverage = Coverage(
        coverage_id=str(row.coverage_id),
        insurer=Insurer(row.insurer_number, row.insurer_name, row.insurer_kind),
        relationship=Relationship(row.relationship),
        card_kind=CardKind(row.card_kind),
        loss_reason=LossReason(row.loss_reason) if row.loss_reason else None,
        **{name: getattr(row, name) for name in _FACTS},
    )
    return RecordedCoverage(row.person_id, coverage, row.recorded_at)
