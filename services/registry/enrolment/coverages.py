"""Registering coverages (資格) and their loss."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.enrolment.outcome import Registered, unknown
from services.registry.publication import publish_person
from services.registry.recording import Author, Recording, lock, name_once
from services.registry.store.coverages import (
    RecordedCoverage,
    read_coverage,
    read_coverage_history,
    write_coverage,
)
from services.registry.store.insurers import read_insurer
from services.registry.tables import coverages, persons
from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from shared.errors import AlreadyExists, RequestInvalid, ResourceNotFound, Violation

InsurerCheck = Callable[[str], None]
"""Called with an insurer number; raises RoleNotAllowed when the caller may not touch that insurer's records."""


async def register_coverage(author: Author, person_id: UUID, draft: Coverage) -> Registered[RecordedCoverage]:
    """Register a coverage under the id in ``draft``, of whose insurer only the number counts, or find it.

    Raises RequestInvalid (no such person or insurer), AlreadyExists (the id never had this content),
    ConflictingPeriod (the same identifiers are taken on one of its days).
    """
    coverage_id = UUID(draft.coverage_id)
    async with author.world.database.transaction() as connection:
        recording = await lock(connection, persons, person_id, author)
        insurer = await read_insurer(connection, draft.insurer.number)
        if recording is None or insurer is None:
            missing = {"person_id": recording, "insurer_number": insurer}
            raise RequestInvalid([unknown(name) for name, found in missing.items() if found is None])
        coverage = replace(draft, insurer=insurer.as_published())
        if await name_once(connection, coverages, coverage_id):
            await write_coverage(connection, person_id, coverage, recording)
            await publish_person(connection, person_id, recording)
            return Registered(RecordedCoverage(person_id, coverage, recording.at), is_new=True)
        history = await read_coverage_history(connection, coverage_id)
        if (person_id, coverage) not in [(version.person_id, version.coverage) for version in history]:
            raise AlreadyExists
        return Registered(await _found(connection, coverage_id), is_new=False)


async def register_loss(
    author: Author, coverage_id: UUID, lost_on: date, reason: LossReason, check_insurer: InsurerCheck
) -> RecordedCoverage:
    """Record that a coverage is lost: ``lost_on`` is the first day without it.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid (before the coverage began), AlreadyExists
    (another loss is on record).
    """
    async with author.world.database.transaction() as connection:
        recorded, recording = await lock_coverage(connection, coverage_id, author, check_insurer)
        coverage = recorded.coverage
        if (coverage.lost_on, coverage.loss_reason) == (lost_on, reason):
            return recorded
        if coverage.lost_on is not None:
            raise AlreadyExists(
                detail="Another loss is on record for this coverage.", detail_ja="別の資格喪失が登録済みです。"
            )
        if lost_on < coverage.acquired_on:
            raise RequestInvalid(
                [
                    Violation(
                        "/lost_on",
                        "before-acquisition",
                        "Lies before the day on which the coverage was acquired.",
                        "資格取得年月日より前の日付です。",
                    )
                ]
            )
        coverage = replace(coverage, lost_on=lost_on, loss_reason=reason)
        await write_coverage(connection, recorded.person_id, coverage, recording)
        await publish_person(connection, recorded.person_id, recording)
        return RecordedCoverage(recorded.person_id, coverage, recording.at)


async def lock_coverage(
    connection: AsyncConnection, coverage_id: UUID, author: Author, check_insurer: InsurerCheck
) -> tuple[RecordedCoverage, Recording]:
    """Lock the person whose coverage this is; return it as it is then. Raises ResourceNotFound, RoleNotAllowed."""
    recorded = await _found(connection, coverage_id)
    check_insurer(recorded.coverage.insurer.number)
    recording = await lock(connection, persons, recorded.person_id, author)
    if recording is None:
        raise ResourceNotFound
    # Read again: another writer of this person may have been at it until now.
    return await _found(connection, coverage_id), recording


async def _found(connection: AsyncConnection, coverage_id: UUID) -> RecordedCoverage:
    recorded = await read_coverage(connection, coverage_id)
    if recorded is None:
        raise ResourceNotFound
    return recorded
