"""Certificates and tickets on a coverage: issued, renewed, ended.

The facts are read, rules/ decide, the rows are written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Generic
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.certificates.rules.kinds import (
    ELDERLY_CERTIFICATE,
    LIMIT_CERTIFICATE,
    MEDICAL_TICKET,
    SPECIFIC_DISEASE_CERTIFICATE,
    CertificateRules,
)
from services.registry.certificates.rules.succession import decide_issue, ended, ended_by_renewal
from services.registry.outcome import Registered
from services.registry.person_records.commands.locking import InsurerCheck, LockedCoverage, lock_coverage
from services.registry.person_records.commands.publication import publish_person
from services.registry.person_records.rules.certificate_days import BenefitCertificate
from services.registry.person_records.store.certificates import (
    ELDERLY_CERTIFICATES,
    LIMIT_CERTIFICATES,
    MEDICAL_TICKETS,
    SPECIFIC_DISEASE_CERTIFICATES,
    CertificateTable,
    read_certificate_history,
    write_certificate,
)
from services.registry.person_records.store.persons import read_person
from services.registry.recording import Author, name_all
from shared.errors import AlreadyExists, ResourceNotFound


@dataclass(frozen=True, slots=True)
class BenefitCertificateKind(Generic[BenefitCertificate]):
    """One of the four kinds: where it is kept, and its rules."""

    table: CertificateTable[BenefitCertificate]
    rules: CertificateRules[BenefitCertificate]


LIMIT_KIND: Final = BenefitCertificateKind(LIMIT_CERTIFICATES, LIMIT_CERTIFICATE)
ELDERLY_KIND: Final = BenefitCertificateKind(ELDERLY_CERTIFICATES, ELDERLY_CERTIFICATE)
SPECIFIC_DISEASE_KIND: Final = BenefitCertificateKind(SPECIFIC_DISEASE_CERTIFICATES, SPECIFIC_DISEASE_CERTIFICATE)
MEDICAL_TICKET_KIND: Final = BenefitCertificateKind(MEDICAL_TICKETS, MEDICAL_TICKET)


async def issue_certificate(
    author: Author,
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    certificate: BenefitCertificate,
    check_insurer: InsurerCheck,
) -> Registered[BenefitCertificate]:
    """Register a certificate under its id, or find it as it is now.

    Raises ResourceNotFound (no such coverage), what ``check_insurer`` raises, RequestInvalid (against the kind's rule),
    AlreadyExists (the id never had this content), ConflictingPeriod (the coverage has a rival on one of its days).
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(connection, coverage_id, author, check_insurer)
        return await _issue(connection, kind, locked, certificate)


async def renew_certificate(
    author: Author,
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    old_id: UUID,
    certificate: BenefitCertificate,
    check_insurer: InsurerCheck,
) -> Registered[BenefitCertificate]:
    """Issue a certificate that follows another, which ends on the day before where it would hold longer.

    Raises as ``issue_certificate``; RequestInvalid also when the new one does not begin after the old one did.
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(connection, coverage_id, author, check_insurer)
        old = await _find(connection, kind.table, coverage_id, old_id)
        ending = ended_by_renewal(old, certificate)
        if ending is not None:
            # Not published apart: what is issued next publishes both.
            await write_certificate(connection, kind.table, coverage_id, ending, locked.recording)
        issued = await _issue(connection, kind, locked, certificate, renews=old)
        if ending is not None and not issued.is_new:
            raise AlreadyExists  # It is on record, and not as the renewal of this one.
        return issued


async def end_certificate(
    author: Author,
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    certificate_id: UUID,
    valid_to: date,
    check_insurer: InsurerCheck,
) -> BenefitCertificate:
    """End a certificate earlier than it says; on the day before it began, it is withdrawn.

    Raises ResourceNotFound, what ``check_insurer`` raises, RequestInvalid (later than it ends, or too early).
    """
    async with author.world.database.transaction() as connection:
        locked = await lock_coverage(connection, coverage_id, author, check_insurer)
        certificate = await _find(connection, kind.table, coverage_id, certificate_id)
        if certificate.valid_to == valid_to:
            return certificate
        ending = ended(certificate, valid_to)
        await write_certificate(connection, kind.table, coverage_id, ending, locked.recording)
        await publish_person(connection, locked.recorded.person_id, locked.recording)
        return ending


async def _issue(
    connection: AsyncConnection,
    kind: BenefitCertificateKind[BenefitCertificate],
    locked: LockedCoverage,
    certificate: BenefitCertificate,
    renews: BenefitCertificate | None = None,
) -> Registered[BenefitCertificate]:
    table = kind.table
    coverage_id, certificate_id = UUID(locked.recorded.coverage.coverage_id), table.id_of(certificate)
    history: list[tuple[UUID, BenefitCertificate]] = []
    if not await name_all(connection, table.names, [certificate_id]):
        history = await read_certificate_history(connection, table, certificate_id)
    person = await read_person(connection, locked.recorded.person_id)
    if person is None:
        raise RuntimeError("a coverage is of a person on record")
    issued = decide_issue(kind.rules, certificate, locked.recorded, person.record.birthdate, history, renews)
    if not issued.is_new:
        return issued
    await write_certificate(connection, table, coverage_id, certificate, locked.recording)
    await publish_person(connection, locked.recorded.person_id, locked.recording)
    return issued


async def _find(
    connection: AsyncConnection, table: CertificateTable[BenefitCertificate], coverage_id: UUID, certificate_id: UUID
) -> BenefitCertificate:
    history = await read_certificate_history(connection, table, certificate_id)
    if not history or history[-1][0] != coverage_id:
        raise ResourceNotFound
    return history[-1][1]
