"""Which certificates are revoked, and whether a serial was ever issued: the database of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.status.rules.ocsp import Status
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.tables import authorities, certificates, revocations

_GREATEST_BIGINT = 2**63 - 1
"""A serial may have 20 octets; ours never grow beyond the column."""


def of_authority(table: FromClause, authority: Authority) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what holds of the rows of one authority in any table that has some."""
    return table.c.kind == authority.kind.value, table.c.generation == authority.generation


async def add_revocation(connection: AsyncConnection, kind: CaKind, generation: int, revocation: Revocation) -> None:
    """Store that a certificate is revoked; the card must be locked and its certificate not revoked yet."""
    await connection.execute(
        insert(revocations).values(
            kind=kind.value,
            generation=generation,
            serial_number=revocation.serial_number,
            reason=revocation.reason.value,
            revoked_at=revocation.revoked_at,
        )
    )
    await connection.execute(
        update(authorities)
        .where(authorities.c.kind == kind.value, authorities.c.generation == generation)
        .values(revoked_count=authorities.c.revoked_count + 1)
    )


async def find_statuses(
    connection: AsyncConnection, authority: Authority, serial_numbers: Sequence[int]
) -> dict[int, Status]:
    """Return of each serial number whether the authority has issued it, and its revocation."""
    ours = [number for number in serial_numbers if 0 < number <= _GREATEST_BIGINT]
    rows = await connection.execute(
        select(certificates.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
        .select_from(certificates.outerjoin(revocations))
        .where(*of_authority(certificates, authority), certificates.c.serial_number.in_(ours))
    )
    found = {row.serial_number: _status(row.serial_number, row.reason, row.revoked_at) for row in rows}
    return {number: found.get(number, Status(is_known=False)) for number in serial_numbers}


async def all_revocations(connection: AsyncConnection, authority: Authority) -> Sequence[Revocation]:
    """Return every revocation of one generation, by serial."""
    rows = await connection.execute(
        select(revocations.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
        .where(*of_authority(revocations, authority))
        .order_by(revocations.c.serial_number)
    )
    return [Revocation(row.serial_number, RevocationReason(row.reason), row.revoked_at) for row in rows]


def _status(serial_number: int, reason: str | None, revoked_at: datetime | None) -> Status:
    if reason is None or revoked_at is None:
        return Status(is_known=True)
    return Status(is_known=True, revocation=Revocation(serial_number, RevocationReason(reason), revoked_at))
