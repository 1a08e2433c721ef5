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
from urllib.parse import quote

import asyncpg

from services.program.audit_trail import VERSION, Head, Key, Seal, write_line, write_record
from services.program.data_folder import DataFolder
from services.program.postgres import DATABASE
from shared.clock import ShiftedClock
from shared.db.roles import runtime_role
from shared.db.urls import for_asyncpg, with_credentials
from shared.seal.checkpoints import Checkpoint, written_instant
from shared.seal.merkle import HASH_BYTES
from shared.seal.records import RECORD_SQL
from shared.settings import Settings

_READER = "eligibility"
_SOCKET_FOLDER_LINE = 4  # of postmaster.pid, counted from 0

_COUNTS = """
SELECT (SELECT count(*) FROM eligibility_published.checkpoint_keys) AS keys,
       (SELECT count(*) FROM eligibility_published.seals) AS seals,
       (SELECT count(*) FROM eligibility_published.disclosures) AS records
"""
_KEYS = "SELECT key_id, public_key_pem FROM eligibility_published.checkpoint_keys ORDER BY key_id"
_SEALS = """
SELECT sequence, form, record_count, total_count, encode(merkle_root, 'hex') AS merkle_root,
       encode(previous_hash, 'hex') AS previous_hash, through_listed_in::text AS through_listed_in,
       through_check_id::text AS through_check_id,
       to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sealed_at, key_id,
       encode(signature, 'hex') AS signature, check_ids::text[] AS check_ids, leaves
FROM eligibility_published.seals ORDER BY sequence
"""
_RECORDS = f"SELECT {RECORD_SQL} FROM eligibility_published.disclosures d ORDER BY d.listed_in, d.check_id"  # noqa: S608


class CannotExport(Exception):
    """The database cannot be found or read; the message says what to do."""


def export_trail(settings: Settings, data: Path | None, output: Path, advance: Callable[[int, int], None]) -> Head:
    """Write the trail to ``output``; ``advance`` gets records written and records in all. Raises CannotExport."""
    url = _url_of(settings) if data is None else _url_in_folder(settings, data)
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
    connection = await asyncpg.connect(for_asyncpg(url), timeout=10)
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
    async for row in connection.cursor(_SEALS, prefetch=10):
        members = dict(row)
        leaves, check_ids, signature = (members.pop(name) for name in ("leaves", "check_ids", "signature"))
        cut = [leaves[start : start + HASH_BYTES].hex() for start in range(0, len(leaves), HASH_BYTES)]
        yield write_line(Seal(Checkpoint(**members), signature, check_ids, cut))
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


def _url_in_folder(settings: Settings, data: Path) -> str:
    if not (data / "secrets.json").exists():
        raise CannotExport(f"{data} is no data folder of `onshi up`")
    password = DataFolder(data).secrets().role_passwords[_READER]
    role = runtime_role(_READER)
    if settings.database_url is not None:
        return with_credentials(settings.database_url.get_secret_value(), role, password)
    try:
        socket_folder = (data / "postgres" / "postmaster.pid").read_text().splitlines()[_SOCKET_FOLDER_LINE]
    except (OSError, IndexError) as error:
        raise CannotExport(f"no PostgreSQL runs in {data}: start `onshi up --data {data}` first") from error
    return f"postgresql://{role}:{quote(password, safe='')}@/{DATABASE}?host={quote(socket_folder, safe='')}"
