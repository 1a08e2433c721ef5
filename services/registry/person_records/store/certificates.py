"""What can hang on a coverage (限度額適用認定証, 高齢受給者証, 特定疾病療養受療証, 医療券), as recorded.

The four differ in their columns only. A ``CertificateTable`` describes each; columns have the names of the fields.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Any, Final, Generic
from uuid import UUID

from sqlalchemy import Row, Table, Uuid, any_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry import tables
from services.registry.person_records.rules.certificate_days import BenefitCertificate, never_held
from services.registry.recording import Recording, known, record_version
from services.registry.table_forms import array_of
from shared.domain.codes import (
    Code,
    LimitCategory,
    LimitCertificateKind,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from shared.domain.coverage import ElderlyCertificate, LimitCertificate, MedicalTicket, SpecificDiseaseCertificate

BenefitCertificates = dict[UUID, tuple[BenefitCertificate, ...]]


@dataclass(frozen=True, slots=True)
class CertificateTable(Generic[BenefitCertificate]):
    """One kind: its tables, its type, its coded columns."""

    field: str
    """The field of a coverage that holds them."""
    make: type[BenefitCertificate]
    names: Table
    versions: Table
    codes: dict[str, type[Code]]

    @property
    def key(self) -> str:
        """The column, and the field, that holds the id."""
        return str(self.names.primary_key.columns.keys()[0])

    def id_of(self, certificate: BenefitCertificate) -> UUID:
        """Return a certificate's id."""
        return UUID(getattr(certificate, self.key))


LIMIT_CERTIFICATES: Final = CertificateTable(
    "limit_certificates",
    LimitCertificate,
    tables.limit_certificates,
    tables.limit_certificate_versions,
    {"kind": LimitCertificateKind, "category": LimitCategory},
)
ELDERLY_CERTIFICATES: Final = CertificateTable(
    "elderly_certificates",
    ElderlyCertificate,
    tables.elderly_certificates,
    tables.elderly_certificate_versions,
    {},
)
SPECIFIC_DISEASE_CERTIFICATES: Final = CertificateTable(
    "specific_disease_certificates",
    SpecificDiseaseCertificate,
    tables.specific_disease_certificates,
    tables.specific_disease_certificate_versions,
    {"disease": SpecificDisease},
)
MEDICAL_TICKETS: Final = CertificateTable(
    "medical_tickets",
    MedicalTicket,
    tables.medical_tickets,
    tables.medical_ticket_versions,
    {"kind": TicketKind, "treatment_type": TreatmentType, "use": TicketUse},
)


async def read_kinds_carried(connection: AsyncConnection, coverage_ids: Sequence[UUID]) -> frozenset[str]:
    """Return the fields whose tables hold, or ever held, a certificate of one of these coverages."""
    if not coverage_ids:
        return frozenset()
    tables = (LIMIT_CERTIFICATES, ELDERLY_CERTIFICATES, SPECIFIC_DISEASE_CERTIFICATES, MEDICAL_TICKETS)
    asked = [exists().where(table.versions.c.coverage_id.in_(coverage_ids)).label(table.field) for table in tables]
    row = (await connection.execute(select(*asked))).mappings().one()
    return frozenset(name for name, is_there in row.items() if is_there)


async def read_certificates(
    connection: AsyncConnection,
    table: CertificateTable[BenefitCertificate],
    carried: frozenset[str],
    coverage_ids: Sequence[UUID],
    known_at: datetime | None = None,
) -> BenefitCertificates[BenefitCertificate]:
    """Return those of each coverage, oldest first, as recorded now or as known at ``known_at``; no withdrawn ones.

    ``carried`` is what ``read_kinds_carried`` said of these coverages.
    """
    if table.field not in carried:
        return {}
    versions = table.versions
    rows = await connection.execute(
        select(versions)
        .where(versions.c.coverage_id.in_(coverage_ids), known(versions, known_at))
        .order_by(versions.c.coverage_id, versions.c.valid_from, versions.c[table.key])
    )
    return {
        coverage_id: tuple(each for each in (_from_row(table, row) for row in group) if not never_held(each))
        for coverage_id, group in groupby(rows, key=lambda row: row.coverage_id)
    }


async def read_certificate_history(
    connection: AsyncConnection, table: CertificateTable[BenefitCertificate], certificate_id: UUID
) -> list[tuple[UUID, BenefitCertificate]]:
    """Return every version of a certificate with the coverage it hangs on, the open one last."""
    return (await read_certificate_histories(connection, table, [certificate_id])).get(certificate_id, [])


async def read_certificate_histories(
    connection: AsyncConnection, table: CertificateTable[BenefitCertificate], certificate_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, BenefitCertificate]]]:
    """Return the same of those of these certificates that are on record, by their ids."""
    versions = table.versions
    rows = await connection.execute(
        select(versions)
        .where(versions.c[table.key] == any_(array_of(certificate_ids, Uuid)))
        .order_by(versions.c.recorded_at)
    )
    found: dict[UUID, list[tuple[UUID, BenefitCertificate]]] = {}
    for row in rows:
        found.setdefault(getattr(row, table.key), []).append((row.coverage_id, _from_row(table, row)))
    return found


async def write_certificate(
    connection: AsyncConnection,
    table: CertificateTable[BenefitCertificate],
    coverage_id: UUID,
    certificate: BenefitCertificate,
    recording: Recording,
) -> None:
    """Record a version of a certificate."""
    facts = row_of_certificate(table, coverage_id, certificate)
    key = {table.key: facts.pop(table.key)}
    await record_version(connection, table.versions, key, facts, recording)


def row_of_certificate(
    table: CertificateTable[BenefitCertificate], coverage_id: UUID, certificate: BenefitCertificate
) -> dict[str, Any]:
    """Return the row of a version, without its own id and its stamp."""
    facts = {field.name: getattr(certificate, field.name) for field in fields(certificate)}
    facts |= {name: facts[name].value for name in table.codes}
    return {**facts, table.key: UUID(facts[table.key]), "coverage_id": coverage_id}


def _from_row(table: CertificateTable[BenefitCertificate], row: Row[Any]) -> BenefitCertificate:
    facts = {field.name: getattr(row, field.name) for field in fields(table.make)}
    facts |= {name: code(facts[name]) for name, code in table.codes.items()}
    return table.make(**{**facts, table.key: str(facts[table.key])})


CERTIFICATE_TABLES: Final[Mapping[str, CertificateTable[Any]]] = {
    table.field: table
    for table in (LIMIT_CERTIFICATES, ELDERLY_CERTIFICATES, SPECIFIC_DISEASE_CERTIFICATES, MEDICAL_TICKETS)
}
"""By the field of a coverage."""
