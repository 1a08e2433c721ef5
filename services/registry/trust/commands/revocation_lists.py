"""Publishing what a revocation list says: its revocations, and how fresh it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.published_tables import published_revocations, published_status_lists
from services.registry.publishing import close
from services.registry.recording import Author, Recording
from services.registry.table_forms import INFINITY
from shared.pki.revocation_list import RevocationList
from shared.pki.serials import serial_bytes


async def publish_revocation_list(connection: AsyncConnection, crl: RevocationList, author: Author) -> int:
    """Publish what a verified list says anew; return how many of its revocations were new.

    Lists count time in seconds, so two that differ can carry the same time: what they revoke is compared always. A
    certificate that a later list leaves out stays revoked: a hold is never lifted, and lists drop what has expired.
    """
    authority = {"authority_key_id": crl.authority_key_id}
    last = await _last_list(connection, crl.authority_key_id)
    known = await _known_revocations(connection, crl.authority_key_id)
    published_at = max([row.known_from for row in (*known.values(), *([last] if last else []))], default=None)
    at = Recording(author.world.clock.now(), author).after(published_at).at
    stated = {serial_bytes(entry.serial_number): entry for entry in crl.revocations}
    new = {
        serial: entry
        for serial, entry in stated.items()
        if serial not in known or (known[serial].reason, known[serial].revoked_at) != (entry.reason, entry.revoked_at)
    }
    for serial in new.keys() & known.keys():
        await close(connection, published_revocations, {**authority, "serial_number": serial}, at)
    if new:
        await connection.execute(
            insert(published_revocations),
            [
                {
                    **authority,
                    "serial_number": serial,
                    "reason": entry.reason,
                    "revoked_at": entry.revoked_at,
                    "known_from": at,
                }
                for serial, entry in new.items()
            ],
        )
    if last is None or last.this_update != crl.this_update:
        await close(connection, published_status_lists, authority, at)
        await connection.execute(
            insert(published_status_lists).values(
                **authority, this_update=crl.this_update, next_update=crl.next_update, known_from=at
            )
        )
    return len(new)


async def lists_hold(connection: AsyncConnection, at: datetime) -> bool:
    """Tell whether lists are published and all of them hold at ``at``."""
    table = published_status_lists
    ends = select(func.min(table.c.next_update)).where(table.c.known_to == INFINITY)
    first_end: datetime | None = (await connection.execute(ends)).scalar_one()
    return first_end is not None and at < first_end


async def _last_list(connection: AsyncConnection, authority_key_id: bytes) -> Row[Any] | None:
    table = published_status_lists
    return (
        await connection.execute(
            select(table).where(table.c.authority_key_id == authority_key_id, table.c.known_to == INFINITY)
        )
    ).one_or_none()


async def _known_revocations(connection: AsyncConnection, authority_key_id: bytes) -> dict[bytes, Row[Any]]:
    table = published_revocations
    rows = await connection.execute(
        select(table).where(table.c.authority_key_id == authority_key_id, table.c.known_to == INFINITY)
    )
    return {bytes(row.serial_number): row for row in rows}
