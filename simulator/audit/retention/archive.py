"""Keeping what the rule ends in a file of one's own, in the form of an exported trail: its seals, records and acts.

Whoever may keep it can verify it for ever with the trail that goes on (`onshi audit verify --archive`): the trail has
the checkpoints, which these seals must be. The file names people by their numbers, so only its owner can read it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import asyncpg

from shared.published.eligibility import retention
from shared.published.eligibility.trail import ALL_KEYS
from shared.seal.checkpoints import written_instant
from simulator.audit.retention.holding import Held, batches
from simulator.audit.retention.months import Ended
from simulator.audit.retention.rule import Rule
from simulator.audit.trail import VERSION, Head, Key, write_act, write_line, write_record


async def archive(connection: asyncpg.Connection, ended: Ended, held: Held, folder: Path, rule: Rule) -> None:
    """Write what ends to a file in ``folder``, on the disk before this returns; raises OSError."""
    keys = [Key(**row) for row in await connection.fetch(ALL_KEYS)]
    head = Head(
        VERSION,
        written_instant(rule.at),
        keys=len(keys),
        seals=ended.seals,
        records=held.found - len(held.acts),
        acts=len(held.acts),
    )
    with _whole_file(folder, _name_of(ended)) as file:
        file.write(write_line(head))
        file.writelines(write_line(key) for key in keys)
        async for seals in batches(connection, ended):
            file.writelines(write_line(seal) for seal in seals)
            check_ids = [check_id for seal in seals for check_id in seal.check_ids]
            for row in await connection.fetch(retention.LINES_OF_SEALS, check_ids):
                file.write((write_act if row["is_act"] else write_record)(row["line"]))


@contextmanager
def _whole_file(folder: Path, name: str) -> Iterator[BinaryIO]:
    """Yield a file to write, private from its first byte, which is there when it is whole and on the disk."""
    descriptor, written = tempfile.mkstemp(dir=folder, prefix=".archive-")
    unfinished = Path(written)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)


def _name_of(ended: Ended) -> str:
    part = "acts" if ended.part is None else ended.part.rpartition(".")[2]
    return f"{part}-seals-{ended.from_sequence}-{ended.through_sequence}.ndjson"
