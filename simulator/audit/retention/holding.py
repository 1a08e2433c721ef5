"""Holding what the rule removes against its seals: what no longer fits is removed too, and the mark counts it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from shared.published.eligibility import retention
from shared.seal.merkle import root_of
from shared.seal.records import KNOWN_FORMS
from simulator.audit.retention.months import Ended
from simulator.audit.retention.rule import Rule
from simulator.audit.stored_seals import seal_of
from simulator.audit.trail import Seal

_AT_ONCE = 2048
"""Records, unless a single seal holds more."""


@dataclass(slots=True)
class Held:
    """What was found of the records of some seals."""

    found: int = 0
    """Records and acts."""
    changed: int = 0
    """No longer as they were sealed, or not there."""
    has_young: bool = False
    """Whether one is younger than the rule: a clock that was moved back makes such."""
    of_part: int = 0
    """Of what was found: records that the part itself has. What else it has, no seal knows."""
    elsewhere: list[str] = field(default_factory=list)
    """Records that another part has."""
    acts: list[str] = field(default_factory=list)
    last: Seal | None = None


async def hold(connection: asyncpg.Connection, ended: Ended, rule: Rule) -> Held:
    """Hold all records of the seals against them, within a transaction that has written nothing yet."""
    held = Held()
    async for seals in batches(connection, ended):
        check_ids = [check_id for seal in seals for check_id in seal.check_ids]
        rows = await connection.fetch(retention.RECORDS_OF_SEALS, check_ids)
        records = {row["id"]: row for row in rows}
        held.found += len(records)
        held.changed += sum(_count_changed(seal, records) for seal in seals)
        held.has_young = held.has_young or any(row["made_at"] > rule.limit for row in rows)
        held.of_part += sum(row["part"] is not None and row["part"] == ended.part for row in rows)
        held.acts += [row["id"] for row in rows if row["part"] is None]
        held.elsewhere += [row["id"] for row in rows if row["part"] not in (None, ended.part)]
        held.last = seals[-1]
    return held


async def batches(connection: asyncpg.Connection, ended: Ended) -> AsyncIterator[list[Seal]]:
    """Yield the seals that end, a few thousand records at a time."""
    batch: list[Seal] = []
    async for row in connection.cursor(
        retention.SEALS_BETWEEN, ended.from_sequence, ended.through_sequence, prefetch=50
    ):
        batch.append(seal_of(row))
        if sum(seal.checkpoint.record_count for seal in batch) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _count_changed(seal: Seal, records: Mapping[str, asyncpg.Record]) -> int:
    """Return how many of the seal's records are no longer as they were sealed, or not there."""
    leaves = [bytes.fromhex(leaf) for leaf in seal.leaves]
    is_known = seal.checkpoint.form in KNOWN_FORMS
    if not leaves or root_of(leaves).hex() != seal.checkpoint.merkle_root:
        return seal.checkpoint.record_count
    return seal.checkpoint.record_count - _count_fitting(seal.check_ids, leaves, records, is_known=is_known)


def _count_fitting(
    check_ids: Sequence[str], leaves: Sequence[bytes], records: Mapping[str, asyncpg.Record], *, is_known: bool
) -> int:
    return sum(
        1
        for check_id, leaf in zip(check_ids, leaves, strict=False)
        if check_id in records and (records[check_id]["leaf"] == leaf or not is_known)
    )
