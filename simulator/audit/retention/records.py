"""Ending records by rule (保存期間): whole seals from the beginning of the chain, each step with a signed mark.

An administrator's step, as the schema's owner: no service's role can remove a record. A step is one short transaction
over about two thousand records, all older than anything that a check looks at, so checks go on beside it. What the
rule removes is held against its seals first, and the mark says how much of it no longer fitted: so tampering is not
forgotten with what was tampered with.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import asyncpg

from shared.db.roles import owner_role
from shared.db.urls import for_asyncpg
from shared.published.eligibility import retention
from shared.published.eligibility.seals import KEEP_KEY
from shared.seal.checkpoints import CheckpointKey, public_pem, written_instant
from shared.seal.merkle import root_of
from shared.seal.records import KNOWN_FORMS
from shared.seal.retention import RetentionMark, may_end
from shared.seal.turn import WAIT_FOR_TURN
from simulator.audit.retention.consents import end_consents
from simulator.audit.retention.last_checks import end_last_checks
from simulator.audit.retention.own_readings import end_own_readings
from simulator.audit.retention.questions import end_questions
from simulator.audit.retention.rule import CannotPurge, Purged, Rule
from simulator.audit.stored_seals import seal_of
from simulator.audit.trail import Seal

_MOST_IN_A_STEP = 2048
"""Records, unless a single seal holds more."""
_PAUSE_S = 0.02
"""Between two steps: for whoever waits for the disk."""

_LOCK = "SELECT pg_try_advisory_lock(hashtext('onshi purging'))"


async def purge(admin_url: str, rule: Rule) -> Purged:
    """Remove what the rule ends, and end what hangs on it.

    Raises CannotPurge, OSError, TimeoutError or what asyncpg raises. Stopped anywhere, it goes on at the next call.
    """
    purged = Purged()
    async with _connected(admin_url) as connection:
        async with _as_owner(connection):
            purged.is_sealed = await _is_sealed(connection, rule)
        step = _end_sealed if purged.is_sealed else _end_unsealed
        is_over = False
        while not is_over:
            is_over = await step(connection, rule, purged)
            await asyncio.sleep(_PAUSE_S)
        await end_last_checks(connection, rule)
        await end_consents(connection, rule, purged)
        await end_questions(connection, rule, purged)
        await end_own_readings(connection, rule, purged)
    return purged


async def count_what_ends(admin_url: str, rule: Rule) -> Purged:
    """Return which records ``purge`` would remove, and remove nothing; raises as it does."""
    async with _connected(admin_url) as connection, _as_owner(connection):
        if await _is_sealed(connection, rule):
            (row,) = await connection.fetch(retention.COUNT_ENDED, rule.limit)
            return Purged(records=row["records"], seals=row["seals"])
        records: int = await connection.fetchval(retention.COUNT_OLD, rule.first_id_behind, rule.limit)
        return Purged(is_sealed=False, records=records)


@asynccontextmanager
async def _connected(admin_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(for_asyncpg(admin_url), timeout=10, command_timeout=120)
    try:
        if not await connection.fetchval(_LOCK):
            raise CannotPurge("another purge of this database is under way")
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _as_owner(connection: asyncpg.Connection) -> AsyncIterator[None]:
    async with connection.transaction():
        await connection.execute(f"SET LOCAL ROLE {owner_role('eligibility')}")
        yield


async def _is_sealed(connection: asyncpg.Connection, rule: Rule) -> bool:
    is_sealed: bool = await connection.fetchval(retention.IS_SEALED)
    if is_sealed and rule.key is None:
        raise CannotPurge("this record is sealed: set ONSHI_CHECKPOINT_KEY_FILE, to sign what the rule removes")
    # Where there is a key, what is not sealed yet will be.
    return is_sealed or rule.key is not None


async def _end_sealed(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> bool:
    """Empty the next few seals; True when the rule reaches none of those that are left."""
    assert rule.key is not None  # noqa: S101 - _is_sealed refuses
    async with _as_owner(connection):
        reached = _reached(await connection.fetch(retention.NEXT_SEALS, _MOST_IN_A_STEP), rule)
        if not reached:
            return True
        seals = [seal_of(row) for row in await connection.fetch(retention.SEALS_BETWEEN, reached[0], reached[-1])]
        check_ids = [check_id for seal in seals for check_id in seal.check_ids]
        records = {row["id"]: row for row in await connection.fetch(retention.RECORDS_OF_SEALS, check_ids)}
        seals = _without_young(seals, records, rule)
        if not seals:
            return True
        mark = _mark(seals, sum(_count_changed(seal, records) for seal in seals), rule, rule.key)
        check_ids = [check_id for seal in seals for check_id in seal.check_ids]
        removed = [
            await connection.execute(each, check_ids) for each in (retention.REMOVE_RECORDS, retention.REMOVE_ACTS)
        ]
        await connection.execute(retention.EMPTY_SEALS, mark.from_sequence, mark.through_sequence)
        await _store(connection, mark, rule.key, rule)
    purged.records += sum(_count_of(status) for status in removed)
    purged.seals += len(seals)
    purged.changed += mark.changed_count
    return False


async def _end_unsealed(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> bool:
    async with _as_owner(connection):
        # Nobody may begin to seal what is about to go.
        await connection.execute(WAIT_FOR_TURN)
        if await connection.fetchval(retention.IS_SEALED):
            raise CannotPurge("sealing has begun meanwhile: set ONSHI_CHECKPOINT_KEY_FILE and purge again")
        status = await connection.execute(retention.REMOVE_OLD, rule.first_id_behind, rule.limit, _MOST_IN_A_STEP)
    purged.records += _count_of(status)
    return _count_of(status) < _MOST_IN_A_STEP


def _reached(following: Sequence[asyncpg.Record], rule: Rule) -> list[int]:
    """Return the numbers of the seals that the rule reaches, as many as a step takes."""
    numbers: list[int] = []
    records = 0
    for row in following:
        records += row["record_count"]
        if not may_end(row["sealed_at"], rule.kept_days, rule.at) or (numbers and records > _MOST_IN_A_STEP):
            break
        numbers.append(row["sequence"])
    return numbers


def _without_young(seals: list[Seal], records: Mapping[str, asyncpg.Record], rule: Rule) -> list[Seal]:
    """Cut off behind the last seal all of whose records are old: a clock that was moved back makes younger ones."""
    for number, seal in enumerate(seals):
        if any(records[each]["made_at"] > rule.limit for each in seal.check_ids if each in records):
            return seals[:number]
    return seals


def _count_changed(seal: Seal, records: Mapping[str, asyncpg.Record]) -> int:
    """Return how many of the seal's records are no longer as they were sealed, or not there."""
    leaves = [bytes.fromhex(leaf) for leaf in seal.leaves]
    is_known = seal.checkpoint.form in KNOWN_FORMS
    if not leaves or root_of(leaves).hex() != seal.checkpoint.merkle_root:
        return seal.checkpoint.record_count
    fitting = sum(
        1
        for check_id, leaf in zip(seal.check_ids, leaves, strict=False)
        if check_id in records and (records[check_id]["leaf"] == leaf or not is_known)
    )
    return seal.checkpoint.record_count - fitting


def _mark(seals: Sequence[Seal], changed: int, rule: Rule, key: CheckpointKey) -> RetentionMark:
    return RetentionMark(
        from_sequence=seals[0].checkpoint.sequence,
        through_sequence=seals[-1].checkpoint.sequence,
        through_hash=seals[-1].checkpoint.hash(),
        record_count=sum(seal.checkpoint.record_count for seal in seals),
        changed_count=changed,
        kept_days=rule.kept_days,
        removed_at=written_instant(rule.at),
        key_id=key.key_id,
    )


async def _store(connection: asyncpg.Connection, mark: RetentionMark, key: CheckpointKey, rule: Rule) -> None:
    await connection.execute(KEEP_KEY, key.key_id, public_pem(key.public_key))
    await connection.execute(
        retention.STORE_MARK,
        mark.from_sequence,
        mark.through_sequence,
        mark.through_hash,
        mark.record_count,
        mark.changed_count,
        mark.kept_days,
        rule.at,
        mark.key_id,
        key.sign(mark),
    )


def _count_of(status: str) -> int:
    """Return how many rows a command's status names: ``DELETE 12``."""
    return int(status.rpartition(" ")[2])
