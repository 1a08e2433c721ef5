"""Records whose connection broke while they were stored: nobody knows whether they are.

A leader that is gone, or a network that was cut, may have committed them and not have said so. So they are looked for
and, where they are not there, stored again under the same ``check_id``: finding oneself is success. What is found may
be committed on the leader alone, where whoever waited for its standbys was cut off; so looking is itself a commit,
which waits for them, and comes after.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter

from services.eligibility.checks.rules.acts import DisclosureRecord
from shared.db.database import Database
from shared.db.failures import outcome_is_unknown
from shared.errors import DatabaseUnavailable
from shared.published.eligibility.records import ON_RECORD

AGAIN_WITHIN_S = 10.0
"""For so long it is tried; a leader that was killed is followed by another within six."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 1.0
_AGAIN = Counter(
    "onshi_records_stored_again_total", "Records that were looked for and stored again, as their connection broke."
)
_log = structlog.get_logger()

Store = Callable[[Sequence[DisclosureRecord]], Awaitable[set[UUID]]]
"""Stores records in one commit and returns the ids of those that it stored."""


async def stored_for_certain(records: Sequence[DisclosureRecord], store: Store, database: Database) -> set[UUID]:
    """Return the ids of those of ``records`` that are on record, by ``store`` or by it once more.

    Raises DatabaseUnavailable where that cannot be told within AGAIN_WITHIN_S, and what ``store`` raises.
    """
    try:
        return await store(records)
    except DatabaseUnavailable as refusal:
        if not outcome_is_unknown(refusal):
            raise
    _AGAIN.inc(len(records))
    _log.warning("records are stored again: their connection broke", records=len(records))
    return await _again(records, store, database)


async def _again(records: Sequence[DisclosureRecord], store: Store, database: Database) -> set[UUID]:
    loop = asyncio.get_running_loop()
    until, pause_s = loop.time() + AGAIN_WITHIN_S, _FIRST_PAUSE_S
    while True:
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        try:
            found = await _on_record(records, database)
            missing = [record for record in records if record.check_id not in found]
            if not missing:
                return found
            found |= await store(missing)
            # The first statement may have gone on without us, and have committed just now.
            return found | await _on_record([each for each in missing if each.check_id not in found], database)
        except asyncpg.UniqueViolationError:
            # It did: under the very ids.
            if loop.time() + pause_s > until:
                raise
        except DatabaseUnavailable as refusal:
            if not outcome_is_unknown(refusal) or loop.time() + pause_s > until:
                raise


async def _on_record(records: Sequence[DisclosureRecord], database: Database) -> set[UUID]:
    if not records:
        return set()
    ids, times = [record.check_id for record in records], [record.checked_at for record in records]
    return {row[0] for row in await database.fetch(ON_RECORD, ids, times)}
