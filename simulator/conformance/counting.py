"""Counting what waits, in the order in which it ended, whichever worker saw it.

Workers write what they saw in batches. Whoever has the turn takes all that ended long enough ago for every worker to
have written it, and counts it in the counters of its clients; the rest goes on waiting.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import asyncpg
import msgspec

from simulator.conformance.batch_count import BatchCount
from simulator.conformance.judging import Judging
from simulator.conformance.ledger import Ledger
from simulator.conformance.observation import Observation
from simulator.conformance.rule_base import RULES

SETTLED_S = 1.0
"""After so long every worker has written what ended."""
MOST_BATCHES = 500
"""That wait: what comes after them is shed."""
_AT_ONCE = 40
"""Requests that are counted before others of the process have their turn."""
_COUNT_EVERY = timedelta(seconds=1)
_TURN = "SELECT 1 FROM sim.conformance_turn WHERE counted_at <= now() - $1::interval FOR UPDATE SKIP LOCKED"
_TURN_NOW = "SELECT 1 FROM sim.conformance_turn FOR UPDATE"
_TURN_TAKEN = "UPDATE sim.conformance_turn SET counted_at = now()"
_TAKE = "DELETE FROM sim.conformance_waiting RETURNING batch"
_PUT = """
INSERT INTO sim.conformance_waiting (batch)
SELECT $1 WHERE (SELECT count(*) FROM sim.conformance_waiting) < $2 RETURNING 1
"""
_LEDGERS = """
SELECT world, generation, client_id, ledger FROM sim.conformance
WHERE (world, generation, client_id) IN (SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]))
"""
_KEEP = """
INSERT INTO sim.conformance (world, generation, client_id, ledger) VALUES ($1, $2, $3, $4)
ON CONFLICT (world, generation, client_id) DO UPDATE SET ledger = excluded.ledger
"""
_FORGET = "DELETE FROM sim.conformance WHERE world = $1 AND generation < $2"
_JUDGING = Judging(RULES)
Whose = tuple[str, int, str]
"""World, generation, client."""


class Batch(msgspec.Struct, array_like=True):
    """What a worker saw, and how many requests of whom it had to let go."""

    seen: list[Observation]
    shed: list[tuple[str, int, str, int]] = []


_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Batch).decode
_read_ledger, _write_ledger = msgspec.json.Decoder(Ledger).decode, msgspec.json.Encoder().encode


async def put(connection: asyncpg.Connection, batch: Batch) -> bool:
    """Let a batch wait; False where too many do."""
    return await connection.fetchval(_PUT, _encode(batch), MOST_BATCHES) is not None


async def count_in_turn(connection: asyncpg.Connection, settled_until: float) -> None:
    """Count what ended until an instant of the machine, unless another does, or did a moment ago."""
    async with connection.transaction():
        if await connection.fetchval(_TURN, _COUNT_EVERY) is not None:
            await _count(connection, settled_until)


async def count_now(connection: asyncpg.Connection) -> None:
    """Count all that waits, after whoever counts now."""
    async with connection.transaction():
        await connection.fetchval(_TURN_NOW)
        await _count(connection, float("inf"))


async def _count(connection: asyncpg.Connection, settled_until: float) -> None:
    await connection.execute(_TURN_TAKEN)
    batches = [_decode(row["batch"]) for row in await connection.fetch(_TAKE)]
    seen = sorted((each for batch in batches for each in batch.seen), key=_by_end)
    settled = [each for each in seen if each.ended <= settled_until]
    if rest := seen[len(settled) :]:
        await put(connection, Batch(rest))
    shed: Counter[Whose] = Counter()
    for batch in batches:
        for world, generation, client, many in batch.shed:
            shed[world, generation, client] += many
    ledgers = await _ledgers(connection, list({*map(_whose, settled), *shed}))
    counts = {whose: BatchCount(ledger, _JUDGING) for whose, ledger in ledgers.items()}
    for number, each in enumerate(settled):
        counts[_whose(each)].add(each)
        if number % _AT_ONCE == _AT_ONCE - 1:
            await asyncio.sleep(0)
    for count in counts.values():
        count.finish()
    for whose, many in shed.items():
        ledgers[whose].shed += many
    await connection.executemany(_KEEP, [(*whose, _write_ledger(kept).decode()) for whose, kept in ledgers.items()])


async def _ledgers(connection: asyncpg.Connection, whose: Sequence[Whose]) -> dict[Whose, Ledger]:
    columns = [list(column) for column in zip(*whose, strict=True)] or [[], [], []]
    rows = await connection.fetch(_LEDGERS, *columns)
    found = {(row["world"], row["generation"], row["client_id"]): _read_ledger(row["ledger"]) for row in rows}
    for world, generation in {(each[0], each[1]) for each in whose if each not in found}:
        # A reset begins a new life: what was counted in an earlier one is never read again.
        await connection.execute(_FORGET, world, generation)
    return {each: found.get(each) or Ledger() for each in whose}


def _whose(seen: Observation) -> Whose:
    return seen.world, seen.generation, seen.client


def _by_end(seen: Observation) -> float:
    return seen.ended
