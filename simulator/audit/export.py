"""`onshi audit export`: the whole trail into a file, read from the database in one snapshot.

Not over HTTP: evidence should not pass through the service that it is about. Any role that may read the record will
do; the file names people by their numbers in the registry, so only its owner can read it.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import asyncpg

from shared.clock import ShiftedClock
from shared.db.roles import runtime_role
from shared.db.urls import for_asyncpg
from shared.published.eligibility.strays import ALL_STRAYS
from shared.published.eligibility.trail import (
    ALL_ACTS,
    ALL_KEYS,
    ALL_MARKS,
    ALL_RECORDS,
    ALL_SEALS,
    COUNTS,
    COUNTS_OF_CELL,
    MARKS_OF_CELL,
    RECORDS_OF_CELL,
    SEALS_OF_CELL,
)
from shared.seal.checkpoints import written_instant
from shared.seal.retention import RetentionMark
from shared.settings import Settings
from shared.web.edge import DEFAULT_WORLD
from simulator.audit.stored_seals import seal_of
from simulator.audit.trail import VERSION, Head, Key, Mark, Stray, write_act, write_line, write_record
from simulator.worlds.folder_database import NotRunningThere
from simulator.worlds.world_in_folder import world_in_folder

_READER = "eligibility"


class _Asked(NamedTuple):
    """The statements of one chain."""

    counts: str
    seals: str
    marks: str
    records: str


_WHOLE = _Asked(COUNTS, ALL_SEALS, ALL_MARKS, ALL_RECORDS)
_OF_CELL = _Asked(COUNTS_OF_CELL, SEALS_OF_CELL, MARKS_OF_CELL, RECORDS_OF_CELL)


class CannotExport(Exception):
    """The database cannot be found or read; the message says what to do."""


def export_trail(
    settings: Settings,
    data: Path | None,
    output: Path,
    advance: Callable[[int, int], None],
    world: str = DEFAULT_WORLD,
    cell: str | None = None,
) -> Head:
    """Write the trail to ``output``; ``advance`` gets records written and records in all. Raises CannotExport.

    ``cell``: what this cell recorded and sealed, and nothing else; whoever consents does so at the hub.
    """
    try:
        url = (
            _url_of(settings, world)
            if data is None
            else world_in_folder(settings, data, world, runtime_role(_READER)).url
        )
    except NotRunningThere as error:
        raise CannotExport(str(error)) from error
    try:
        # Private from its first byte, and whole or not at all.
        descriptor, name = tempfile.mkstemp(dir=output.resolve().parent, prefix=f".{output.name}-")
        unfinished = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                head = asyncio.run(_export(url, file, advance, cell))
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError, OSError) as error:
        raise CannotExport(f"the trail cannot be read or written: {type(error).__name__}") from error
    return head


async def _export(url: str, file: BinaryIO, advance: Callable[[int, int], None], cell: str | None) -> Head:
    # The role's own limit is for what serves requests; a snapshot of a long trail takes as long as it takes.
    no_limit = {"transaction_timeout": "0"}
    connection = await asyncpg.connect(for_asyncpg(url), timeout=10, server_settings=no_limit)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            asked, told = (_WHOLE, ()) if cell is None else (_OF_CELL, (cell,))
            (counts,) = await connection.fetch(asked.counts, *told)
            if cell is not None and not counts["records"] + counts["seals"]:
                raise CannotExport(f"no record and no seal of a cell {cell!r} is here")
            strays = [Stray(**row) for row in await connection.fetch(ALL_STRAYS)] if cell is None else []
            head = Head(VERSION, written_instant(ShiftedClock().now()), strays=len(strays), **counts)
            file.write(write_line(head))
            file.writelines(write_line(stray) for stray in strays)
            async for line in _lines(connection, head, advance, asked, told):
                file.write(line)
    finally:
        await connection.close()
    return head


async def _lines(
    connection: asyncpg.Connection, head: Head, advance: Callable[[int, int], None], asked: _Asked, told: Sequence[str]
) -> AsyncIterator[bytes]:
    async for row in connection.cursor(ALL_KEYS):
        yield write_line(Key(**row))
    async for row in connection.cursor(asked.seals, *told, prefetch=10):
        yield write_line(seal_of(row))
    async for row in connection.cursor(asked.marks, *told):
        members = dict(row)
        signature = members.pop("signature")
        yield write_line(Mark(RetentionMark(**members), signature))
    written = 0
    acts = [] if told else [(ALL_ACTS, told, write_act)]
    for statement, values, write in ((asked.records, told, write_record), *acts):
        async for row in connection.cursor(statement, *values, prefetch=1000):
            yield write(row[0])
            written += 1
            advance(written, head.records + head.acts)


def _url_of(settings: Settings, world: str) -> str:
    if world != DEFAULT_WORLD:
        raise CannotExport(f"say --data, the folder of the `onshi up` that serves {world!r}")
    for url in (settings.eligibility_database_url, settings.consent_database_url):
        if url is not None:
            return url.get_secret_value()
    raise CannotExport("say --data, the folder of `onshi up`, or set ONSHI_ELIGIBILITY_DATABASE_URL")
