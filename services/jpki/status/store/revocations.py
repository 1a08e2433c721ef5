"""Which certificates are revoked, and whether a serial was ever issued: the database of it."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

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


async def find_status(
    connection: AsyncConnection, generation: int, serial_number: int
) -> tuple[bool, Revocation | None]:
    """Return whether the authority has issued this serial, and its revocation."""
    if not 0 < serial_number <= _GREATEST_BIGINT:
        return False, None
    row = (
        await connection.execute(
            select(cards.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
            .select_from(cards.outerjoin(revocations))
            .where(cards.c.generation == generation, cards.c.serial_number == serial_number)
        )
    ).one_or_none()
    if row is None or row.reason is None:
        return row is not None, None
    return True, Revocation(serial_number, RevocationReason(row.reason), row.revoked_at)


async def all_revocations(connection: AsyncConnection, generation: int) -> Sequence[Revocation]:
    """Return every revocation of one generation, by serial."""
    rows = await connection.execute(
        select(revocations.c.serial_number, revocations.c.reason, revocations.c.revoked_at)
        .where(revocations.c.generation == generation)
        .order_by(revocations.c.serial_number)
    )
    return [Revocation(row.serial_number, RevocationReason(row.reason), row.revoked_at) for row in rows]
