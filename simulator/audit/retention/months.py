"""Which month of the record ends next, and which seals end with it (保存期間).

A month ends as a whole: when the rule has reached its last instant and every seal that holds a record of it. Those
seals hold acts too, and of a neighbouring month what was sealed beside it: these end with them. Seals of acts alone
end when no record stands before them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from shared.published.eligibility import retention
from shared.published.eligibility.months import PARTS, last_of
from simulator.audit.retention.rule import CannotPurge, Rule


@dataclass(frozen=True, slots=True)
class Ended:
    """A month that the rule ends, with the seals that end with it."""

    part: str | None
    """None: only seals of acts end."""
    from_sequence: int
    through_sequence: int
    """Below ``from_sequence``: the month is empty, and no seal ends with it."""
    seals: int = 0
    records: int = 0
    """What these seals held, acts too."""


async def next_sealed(
    connection: asyncpg.Connection, rule: Rule, ended: int, done: Collection[str] = ()
) -> Ended | None:
    """Return what the rule ends next, but for the parts that are ``done``; ``ended`` is the last seal that has ended.

    Raises CannotPurge where records stand in seals that have ended: the audit tells what they are.
    """
    part = await _oldest(connection, rule, done)
    if part is None:
        return await _acts_alone(connection, rule, ended) if not done else None
    last = await connection.fetchrow(last_of(part))
    if last is None:
        return Ended(part, ended + 1, ended)
    through: int | None = await connection.fetchval(retention.SEAL_AT, last["listed_in"], last["check_id"])
    if through is None:
        # Not sealed yet, but it will be.
        return None
    if through <= ended:
        raise CannotPurge("records stand in seals that have ended already: `onshi audit verify` tells which")
    held = await connection.fetchrow(retention.SEALS_IN_BRIEF, ended + 1, through, rule.limit)
    if held is None or held["old"] < held["seals"]:
        return None
    return Ended(part, ended + 1, through, held["seals"], held["records"])


async def next_unsealed(connection: asyncpg.Connection, rule: Rule, done: Collection[str] = ()) -> str | None:
    """Return the oldest part that the rule ends of a record that nobody seals."""
    return await _oldest(connection, rule, done)


async def _acts_alone(connection: asyncpg.Connection, rule: Rule, ended: int) -> Ended | None:
    through = await connection.fetchval(retention.LAST_OF_ACTS_ALONE, ended, rule.limit)
    if through is None or through <= ended:
        return None
    held = await connection.fetchrow(retention.SEALS_IN_BRIEF, ended + 1, through, rule.limit)
    return None if held is None else Ended(None, ended + 1, through, held["seals"], held["records"])


async def _oldest(connection: asyncpg.Connection, rule: Rule, done: Collection[str]) -> str | None:
    for row in await connection.fetch(PARTS):
        if row["name"] not in done:
            ends_before: UUID = row["ends_before"]
            return str(row["name"]) if ends_before <= rule.first_id_behind else None
    return None
