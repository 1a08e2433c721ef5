"""A batch of lines in one transaction, as single registrations are made: facts read, each line judged, rows written."""

import asyncio
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.imports.commands.facts import read_facts
from services.registry.imports.commands.writing import write_made
from services.registry.imports.rules.judging import Importer, Judging, Outcome, Stamp
from services.registry.imports.rules.lines import Line
from services.registry.recording import Author
from shared.clock import day_in_japan

_JUDGED_AT_ONCE: Final = 20
"""A check at a desk waits no longer than for these."""


async def import_lines(
    connection: AsyncConnection, author: Author, importer: Importer, lines: Sequence[Line]
) -> list[Outcome]:
    """Record what lines say, each as single registrations would, and publish it; what is refused stops no other.

    Returns what came of each, in their order, up to a line that changes what one before it has recorded: that and those
    behind it are for the next transaction, which has a later instant.

    An error of the database's constraints means that somebody else registered the same meanwhile: then nothing is
    recorded, and the batch is to be tried again.
    """
    gathered = await read_facts(connection, author, lines)
    recording = gathered.recording
    judging = Judging(importer, gathered.facts, Stamp(recording.at, day_in_japan(recording.at), recording.new_id))
    outcomes: list[Outcome] = []
    for place, line in enumerate(lines, start=1):
        outcome = judging.judge(line)
        if outcome is None:
            break
        outcomes.append(outcome)
        if place % _JUDGED_AT_ONCE == 0:
            await asyncio.sleep(0)
    await write_made(connection, judging.made, gathered)
    return outcomes
