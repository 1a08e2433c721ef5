"""The rules of a world in the control database: added and removed when every worker has heard of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import asyncpg
import msgspec

from shared.errors import ChangeNotAcknowledged, ChangeNotFollowed, WorldUnknown
from shared.worlds.control.changes import acknowledged, followed
from shared.worlds.control.rows import COLUMNS
from simulator.faults.plan import id_of
from simulator.faults.rule import Rule, fired_by

MOST_RULES = 1000
"""Of one world at once."""
_CHANGE = f"""
UPDATE sim.worlds SET fault_changes = fault_changes + $2 WHERE name = $1 RETURNING {COLUMNS}
"""  # noqa: S608 - put together from a constant
_CHANGE_OTHERS = "UPDATE sim.worlds SET fault_changes = fault_changes + 1 WHERE name <> $1"
_ADD = "INSERT INTO sim.faults (world, generation, number, rule) VALUES ($1, $2, $3, $4)"
_FORGET_EARLIER_LIVES = "DELETE FROM sim.faults WHERE world = $1 AND generation < $2"
_COUNT = "SELECT count(*) FROM sim.faults WHERE world = $1 AND generation = $2"
_OF_WORLD = """
SELECT f.number, f.rule, f.seen FROM sim.faults f JOIN sim.worlds w ON w.name = f.world AND w.generation = f.generation
WHERE f.world = $1
"""
_ALL = _OF_WORLD + " AND ($2::text IS NULL OR f.rule -> 'match' ->> 'test' = $2) ORDER BY f.number"
_ONE = _OF_WORLD + " AND f.number = $2"
_KNOW = """
UPDATE sim.faults SET rule = jsonb_set(rule, '{who}', (rule -> 'who') || to_jsonb($4::text[]))
WHERE world = $1 AND generation = $2 AND rule -> 'who' ? $3
"""
_REMOVE = "DELETE FROM sim.faults WHERE world = $1 AND number = ANY($2::bigint[])"


class TooManyRules(Exception):
    """A world may not have so many rules."""


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule, and how many requests it has fitted."""

    number: int
    rule: Rule
    seen: int = 0

    @property
    def id(self) -> str:
        """What callers know it by."""
        return id_of(self.number)

    @property
    def fired(self) -> int:
        """How often it has fired."""
        return fired_by(self.rule, self.seen)

    @property
    def remaining(self) -> int | None:
        """How often it will; None where that has no limit."""
        return None if self.rule.times is None else self.rule.times - self.fired


async def add_rules(connection: asyncpg.Connection, world: str, rules: Sequence[Rule]) -> list[KeptRule]:
    """Add rules in one go; returns when every worker has them.

    Raises WorldUnknown, TooManyRules, or ChangeNotAcknowledged: then they are gone again.
    """
    async with connection.transaction():
        row = await connection.fetchrow(_CHANGE, world, len(rules))
        if row is None:
            raise WorldUnknown
        generation, last = row["generation"], row["fault_changes"]
        await connection.execute(_FORGET_EARLIER_LIVES, world, generation)
        if await connection.fetchval(_COUNT, world, generation) + len(rules) > MOST_RULES:
            raise TooManyRules
        kept = [KeptRule(number, rule) for number, rule in enumerate(rules, last - len(rules) + 1)]
        written = [(world, generation, each.number, msgspec.json.encode(each.rule).decode()) for each in kept]
        await connection.executemany(_ADD, written)
    try:
        await acknowledged(connection, row)
    except ChangeNotAcknowledged:
        with suppress(ChangeNotFollowed):
            await remove_rules(connection, world, [each.number for each in kept])
        raise
    return kept


async def remove_rules(connection: asyncpg.Connection, world: str, numbers: Sequence[int]) -> None:
    """Remove rules; returns when they fire on no worker. Raises WorldUnknown, ChangeNotFollowed."""
    async with connection.transaction():
        row = await connection.fetchrow(_CHANGE, world, 1)
        await connection.execute(_REMOVE, world, list(numbers))
    await followed(connection, row)


async def know_as(connection: asyncpg.Connection, life: tuple[str, int], key: str, more: Sequence[str]) -> None:
    """Let rules about whoever is known by ``key`` know them by ``more`` too; returns when every worker does.

    ``life`` is a world and its generation. Raises WorldUnknown, ChangeNotFollowed.
    """
    world, generation = life
    async with connection.transaction():
        row = await connection.fetchrow(_CHANGE, world, 1)
        await connection.execute(_KNOW, world, generation, key, list(more))
    await followed(connection, row)


async def set_profile(connection: asyncpg.Connection, world: str, rules: Sequence[Rule]) -> None:
    """Let these rules be those of every world, beside its own; raises WorldUnknown, ChangeNotAcknowledged.

    It returns when every worker has them in ``world``; others are told too.
    """
    async with connection.transaction():
        written = [(number, msgspec.json.encode(rule).decode()) for number, rule in enumerate(rules, 1)]
        await connection.execute("DELETE FROM sim.fault_profile")
        await connection.executemany("INSERT INTO sim.fault_profile (number, rule) VALUES ($1, $2)", written)
        await connection.execute(_CHANGE_OTHERS, world)
        row = await connection.fetchrow(_CHANGE, world, 1)
    await acknowledged(connection, row)


async def rules_of(connection: asyncpg.Connection, world: str, test: str | None = None) -> list[KeptRule]:
    """Return the rules of a world, or those of one test, the oldest first."""
    return [_kept(row) for row in await connection.fetch(_ALL, world, test)]


async def rule_of(connection: asyncpg.Connection, world: str, number: int) -> KeptRule | None:
    """Return one rule."""
    row = await connection.fetchrow(_ONE, world, number)
    return None if row is None else _kept(row)


def _kept(row: asyncpg.Record) -> KeptRule:
    return KeptRule(row["number"], msgspec.json.decode(row["rule"], type=Rule), row["seen"])
