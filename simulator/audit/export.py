"""`onshi audit export`: the whole trail into a file, read from the database in one snapshot.

Not over HTTP: evidence should not pass through the service that it is about. Any role that may read the record will
do; the file names people by their numbers in the registry, so only its owner can read it.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import BinaryIO

import asyncpg

from shared.clock import ShiftedClock
from shared.db.roles import runtime_role
from shared.db.urls import for_asyncpg
from shared.seal.checkpoints import written_instant
from shared.seal.records import RECORD_SQL
from shared.seal.retention import RetentionMark
from shared.settings import Settings
from simulator.audit.stored_seals import SEALS_SQL, seal_of
from simulator.audit.trail import VERSION, Head, Key, Mark, write_line, write_record
from simulator.worlds.folder_database import NotRunningThere, url_in_folder

_READER = "eligibility"

_COUNTS = """
SELECT (SELECT count(*) FROM eligibility_published.checkpoint_keys) AS keys,
       (SELECT count(*) FROM eligibility_published.seals) AS seals,
       (SELECT count(*) FROM eligibility_published.disclosures) AS records,
       (SELECT count(*) FROM eligibility_published.retention_marks) AS marks
"""
_KEYS = "SELECT key_id, public_key_pem FROM eligibility_published.checkpoint_keys ORDER BY key_id"
_MARKS = """
SELECT from_sequence, through_sequence, encode(through_hash, 'hex') AS through_hash, record_count, changed_count,
       kept_days, to_char(removed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS removed_at, key_id,
       encode(signature, 'hex') AS signature
FROM eligibility_published.retention_marks ORDER BY from_sequence
"""
_RECORDS = f"SELECT {RECORD_SQL} FROM eligibility_published.disclosures d ORDER BY d.listed_in, d.check_id"  # noqa: S608


class CannotExport(Exception):
    """The database cannot be found or read; the message says what to do."""


def export_trail(settings: Settings, data: Path | None, output: Path, advance: Callable[[int, int], None]) -> Head:
    """Write the trail to ``output``; ``advance`` gets records written and records in all. Raises CannotExport."""
    try:
        url = _url_of(settings) if data is None else url_in_folder(settings, data, runtime_role(_READER))
    except NotRunningThere as error:
        raise CannotExport(str(error)) from error
    try:
        # Private from its first byte, and whole or not at all.
        descriptor, name = tempfile.mkstemp(dir=output.resolve().parent, prefix=f".{output.name}-")
        unfinished = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                head = asyncio.run(_export(url, file, advance))
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError, OSError) as error:
        raise CannotExport(f"the trail cannot be read or written: {type(error).__name__}") from error
    return head


async def _export(url: str, file: BinaryIO, advance: Callable[[int, int], None]) -> Head:
    # The role's own limit is for what serves requests; a snapshot of a long trail takes as long as it takes.
    no_limit = {"transaction_timeout": "0"}
    connection = await asyncpg.connect(for_asyncpg(url), timeout=10, server_settings=no_limit)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            (counts,) = await connection.fetch(_COUNTS)
            head = Head(VERSION, written_instant(ShiftedClock().now()), **counts)
            file.write(write_line(head))
            async for line in _lines(connection, head, advance):
                file.write(line)
    finally:
        await connection.close()
    return head


async def _lines(
    connection: asyncpg.Connection, head: Head, advance: Callable[[int, int], None]
) -> AsyncIterator[bytes]:
    async for row in connection.cursor(_KEYS):
        yield write_line(Key(**row))
    async for row in connection.cursor(f"{SEALS_SQL} ORDER BY s.sequence", prefetch=10):
        yield write_line(seal_of(row))
    async for row in connection.cursor(_MARKS):
        members = dict(row)
        signature = members.pop("signature")
        yield write_line(Mark(RetentionMark(**members), signature))
    written = 0
    async for row in connection.cursor(_RECORDS, prefetch=1000):
        yield write_record(row[0])
        written += 1
        advance(written, head.records)


def _url_of(settings: Settings) -> str:
    for url in (settings.eligibility_database_url, settings.consent_database_url):
        if url is not None:
            return url.get_secret_value()
    raise CannotExport("say --data, the folder of `onshi up`, or set ONSHI_ELIGIBILITY_DATABASE_URL")
