"""The list that is published now: kept as a row, so that all workers serve the same bytes and polling costs little."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_or_update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import Authority
from services.jpki.status.rules.revocation import build_revocation_list, is_of_its_day
from services.jpki.status.store.revocations import all_revocations, of_authority
from services.jpki.tables import authorities, revocation_lists
from shared.db.database import Database


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list as it is served; ``content`` is None when the caller has it already."""

    etag: str
    content: bytes | None


async def published_list(
    database: Database, authority: Authority, at: datetime, is_known: Callable[[str], bool] = lambda _: False
) -> PublishedList:
    """Return the list of ``authority`` as of ``at``, made anew when something was revoked and each day.

    ``is_known`` tells whether the caller holds the list with an etag; its content is left out then.
    Raises DatabaseUnavailable.
    """
    async with database.transaction() as connection:
        digest = await _current_digest(connection, authority, at)
        if digest is None:
            # One builder at a time; whoever revokes waits as well, so the count below fits the entries.
            await connection.execute(
                select(authorities.c.generation)
                .where(*of_authority(authorities, authority))
                .with_for_update(key_share=True)
            )
            digest = await _current_digest(connection, authority, at) or await _rebuild(connection, authority, at)
        etag = f'"{digest.hex()}"'
        if is_known(etag):
            return PublishedList(etag, None)
        content = await connection.scalars(
            select(revocation_lists.c.content).where(*of_authority(revocation_lists, authority))
        )
        return PublishedList(etag, content.one())


async def _current_digest(connection: AsyncConnection, authority: Authority, at: datetime) -> bytes | None:
    """Return the digest of the stored list, or None when it is not to be served any more."""
    row = (
        await connection.execute(
            select(
                revocation_lists.c.digest,
                revocation_lists.c.this_update,
                (revocation_lists.c.revoked_count == authorities.c.revoked_count).label("is_complete"),
            )
            .select_from(revocation_lists.join(authorities))
            .where(*of_authority(authorities, authority))
        )
    ).one_or_none()
    if row is None or not row.is_complete or not is_of_its_day(row.this_update, at):
        return None
    digest: bytes = row.digest
    return digest


async def _rebuild(connection: AsyncConnection, authority: Authority, at: datetime) -> bytes:
    revocations = await all_revocations(connection, authority)
    last_number = await connection.scalars(
        select(revocation_lists.c.number).where(*of_authority(revocation_lists, authority))
    )
    number = 1 + (last_number.one_or_none() or 0)
    this_update = at.replace(microsecond=0)
    content = await asyncio.to_thread(build_revocation_list, authority, revocations, number, this_update)
    digest = sha256(content).digest()
    values = {
        "number": number,
        "revoked_count": len(revocations),
        "this_update": this_update,
        "digest": digest,
        "content": content,
    }
    await connection.execute(
        insert_or_update(revocation_lists)
        .values(kind=authority.kind.value, generation=authority.generation, **values)
        .on_conflict_do_update(index_elements=[revocation_lists.c.kind, revocation_lists.c.generation], set_=values)
    )
    return digest
