"""Ending records by rule (保存期間): month by month, each with a signed mark over the seals that end with it.

An administrator's step, as the schema's owner: no service's role can remove a record. What the rule removes is held
against its seals first, and the mark says how much of it no longer fitted: so tampering is not forgotten with what was
tampered with. That is reading; then one short transaction stores the mark, empties the seals and drops the month.
Whoever stores or reads records waits for the drop alone, a few milliseconds, and it waits for nobody longer than a
second: where somebody reads for long (an export), it is tried again.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg

from shared.db.roles import owner_role
from shared.db.urls import for_asyncpg
from shared.published.eligibility import retention
from shared.published.eligibility.months import count_of, removing
from shared.published.eligibility.seals import KEEP_KEY
from shared.seal.checkpoints import CheckpointKey, public_pem, written_instant
from shared.seal.retention import RetentionMark
from shared.seal.turn import WAIT_FOR_TURN
from simulator.audit.retention.archive import archive
from simulator.audit.retention.consents import end_consents
from simulator.audit.retention.holding import Held, hold
from simulator.audit.retention.last_checks import end_last_checks
from simulator.audit.retention.months import Ended, next_sealed, next_unsealed
from simulator.audit.retention.own_readings import end_own_readings
from simulator.audit.retention.questions import end_questions
from simulator.audit.retention.rule import CannotPurge, Purged, Rule
from simulator.audit.trail import Seal

_TRIES = 5
_PAUSE_S = 1.0
"""Between two tries: for whoever reads for long."""
_WAIT_A_SECOND = "SET LOCAL lock_timeout = '1s'"

_Step = Callable[[asyncpg.Connection, Rule, Purged], Awaitable[bool]]
_LOCK = "SELECT pg_try_advisory_lock(hashtext('onshi purging'))"


async def purge(admin_url: str, rule: Rule) -> Purged:
    """Remove what the rule ends, and end what hangs on it.

    Raises CannotPurge, OSError, TimeoutError or what asyncpg raises. Stopped anywhere, it goes on at the next call.
    """
    purged = Purged()
    async with _connected(admin_url) as connection:
        async with _as_owner(connection):
            purged.is_sealed = await _is_sealed(connection, rule)
        if rule.archive is not None and not purged.is_sealed:
            raise CannotPurge("what nobody seals cannot be archived: no seal would show what it was")
        step = _end_sealed if purged.is_sealed else _end_unsealed
        while not await _without_waiting_long(step, connection, rule, purged):
            pass
        await end_last_checks(connection, rule)
        await end_consents(connection, rule, purged)
        await end_questions(connection, rule, purged)
        await end_own_readings(connection, rule, purged)
    return purged


async def count_what_ends(admin_url: str, rule: Rule) -> Purged:
    """Return which records ``purge`` would remove, and remove nothing; raises as it does."""
    async with _connected(admin_url) as connection, _as_owner(connection):
        purged = Purged(is_sealed=await _is_sealed(connection, rule))
        done: list[str] = []
        if not purged.is_sealed:
            while (name := await next_unsealed(connection, rule, done)) is not None:
                done.append(name)
                purged.records += await connection.fetchval(count_of(name))
            return purged
        last = await connection.fetchval(retention.LAST_ENDED)
        while (ended := await next_sealed(connection, rule, last, done)) is not None:
            purged.records += ended.records
            purged.seals += ended.seals
            last = ended.through_sequence
            if ended.part is None:
                break
            done.append(ended.part)
        return purged


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


async def _without_waiting_long(step: _Step, connection: asyncpg.Connection, rule: Rule, purged: Purged) -> bool:
    for _ in range(_TRIES - 1):
        try:
            return await step(connection, rule, purged)
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(_PAUSE_S)
    return await step(connection, rule, purged)


async def _end_sealed(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> bool:
    """End the oldest month; True when the rule does not reach it yet."""
    assert rule.key is not None  # noqa: S101 - _is_sealed refuses
    async with _as_owner(connection):
        ended = await next_sealed(connection, rule, await connection.fetchval(retention.LAST_ENDED))
        if ended is None:
            return True
        held = await hold(connection, ended, rule)
        if held.has_young:
            return True
        if ended.part is not None:
            # What no seal of it knows has been put in.
            held.changed += max(await connection.fetchval(count_of(ended.part)) - held.of_part, 0)
        if held.last is not None and rule.archive is not None:
            await archive(connection, ended, held, rule.archive, rule)
        if held.last is not None:
            mark = _mark(ended, held, held.last, rule, rule.key)
            await connection.execute(retention.REMOVE_RECORDS, held.elsewhere)
            await connection.execute(retention.REMOVE_ACTS, held.acts)
            await connection.execute(retention.EMPTY_SEALS, mark.from_sequence, mark.through_sequence)
            await _store(connection, mark, rule.key, rule)
        if ended.part is not None:
            await connection.execute(_WAIT_A_SECOND)
            await connection.execute(removing(ended.part))
    purged.records += held.found
    purged.seals += ended.seals
    purged.changed += held.changed
    return False


async def _end_unsealed(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> bool:
    async with _as_owner(connection):
        # Nobody may begin to seal what is about to go.
        await connection.execute(WAIT_FOR_TURN)
        if await connection.fetchval(retention.IS_SEALED):
            raise CannotPurge("sealing has begun meanwhile: set ONSHI_CHECKPOINT_KEY_FILE and purge again")
        name = await next_unsealed(connection, rule)
        if name is None:
            return True
        records = await connection.fetchval(count_of(name))
        await connection.execute(_WAIT_A_SECOND)
        await connection.execute(removing(name))
    purged.records += records
    return False


def _mark(ended: Ended, held: Held, last: Seal, rule: Rule, key: CheckpointKey) -> RetentionMark:
    return RetentionMark(
        from_sequence=ended.from_sequence,
        through_sequence=ended.through_sequence,
        through_hash=last.checkpoint.hash(),
        record_count=ended.records,
        changed_count=held.changed,
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
