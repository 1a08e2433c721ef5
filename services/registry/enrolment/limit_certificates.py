"""Registering limit certificates (限度額適用認定証)."""

from uuid import UUID

from services.registry.enrolment.coverages import InsurerCheck, lock_coverage
from services.registry.enrolment.outcome import Registered
from services.registry.publication import publish_person
from services.registry.recording import Author, name_once
from services.registry.store.limit_certificates import read_limit_certificate_history, write_limit_certificate
from services.registry.tables import limit_certificates
from shared.domain.coverage import LimitCertificate
from shared.errors import AlreadyExists, ConflictingPeriod


async def register_limit_certificate(
    author: Author, coverage_id: UUID, certificate: LimitCertificate, check_insurer: InsurerCheck
) -> Registered[LimitCertificate]:
    """Register a limit certificate under its id, or find it as it is now.

    Raises ResourceNotFound, what ``check_insurer`` raises, AlreadyExists (the id never had this content),
    ConflictingPeriod (the coverage has one of the same kind on one of its days).
    """
    certificate_id = UUID(certificate.certificate_id)
    async with author.world.database.transaction() as connection:
        recorded, recording = await lock_coverage(connection, coverage_id, author, check_insurer)
        if not await name_once(connection, limit_certificates, certificate_id):
            history = await read_limit_certificate_history(connection, certificate_id)
            if (coverage_id, certificate) not in history:
                raise AlreadyExists
            return Registered(history[-1][1], is_new=False)
        if any(_conflict(certificate, other) for other in recorded.coverage.limit_certificates):
            raise ConflictingPeriod
        await write_limit_certificate(connection, coverage_id, certificate, recording)
        await publish_person(connection, recorded.person_id, recording)
        return Registered(certificate, is_new=True)


def _conflict(one: LimitCertificate, other: LimitCertificate) -> bool:
    """Tell whether two certificates of one kind share a day."""
    return (
        one.kind is other.kind
        and (other.valid_to is None or one.valid_from <= other.valid_to)
        and (one.valid_to is None or other.valid_from <= one.valid_to)
    )
