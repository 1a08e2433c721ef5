"""Which certificates are revoked, and whether a serial was ever issued: the database of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.status.rules.ocsp import Status
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from services.jpki.tables import authorities, cards, revocations

_GREATEST_BIGINT = 2**63 - 1
"""A serial may have 20 octets; ours never grow beyond the column."""


async def add_revocation(connection: AsyncConnection, generation: int, revocation: Revocation) -> None:
    """Store that a certificate is revoked; the card must be locked and not revoked yet."""
    await connection.execute(
        insert(revocations).values(
            generation=generation,
            serial_number=revocation.serial_number,
            reason=revocation.reason.value,
            revoked_at=revocation.revoked_at,
        )
    )
    await connection.execute(
        update(authorities)
        .where(authorities.c.generation == generation)
        .values(revoked_count=authorities.c.revoked_count + 1)
    )


async def find_statuses(
    connection: AsyncConnection, generation: int, serial_numbers: Sequence[int]
) -> dict[int, Status]:
    """Return of each serial number whether the authority has issued it, and its revocation."""
    ours = [number for number in serial_numbers if 0 < number <= _GREATEST_BIGINT]
    rows = await connection.execute(
        select(cards.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
        .select_from(cards.outerjoin(revocations))
        .where(cards.c.generation == generation, cards.c.serial_number.in_(ours))
    )
    found = {row.serial_number: _status(row.serial_number, row.reason, row.revoked_at) for row in rows}
    return {number: found.get(number, Status(is_known=False)) for number in serial_numbers}


async def all_revocations(connection: AsyncConnection, generation: int) -> Sequence[Revocation]:
    """Return every revocation of one generation, by serial."""
    rows = await connection.execute(
        select(revocations.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
        .where(revocations.c.generation == generation)
        .order_by(revocations.c.serial_number)
    )
    return [Revocation(row.serial_number, RevocationReason(row.reason), row.revoked_at) for row in rows]


def _status(serial_number: int, reason: str | None, revoked_at: datetime | None) -> Status:
    if reason is None or revoked_at is None:
        return Status(is_known=True)
    return Status(is_known=True, revocation=Revocation(serial_number, RevocationReason(reason), revoked_at))
