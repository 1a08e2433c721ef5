"""A world with a history: honest records of the bench's own people and clinics, sealed as a running world's are.

Checks of eleven months, or of as many days as are asked for, evenly: of ten, six by card, three by identifiers without
a consent, one with it. What PostgreSQL can make itself it makes; seals are made and signed as the service does it.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from loadtests.worlds.population import Patient, settle
from loadtests.worlds.publishing import HAS_MONTHS, MADE_LAST_CHECKS, MADE_RECORDS
from services.eligibility.checks.rules.acts import RULES
from services.eligibility.record.commands.sealing import MOST_IN_A_SEAL, seal
from shared.published.eligibility.months import MAKE_MONTHS
from shared.seal.checkpoints import CheckpointKey
from shared.worlds.world import World

_AT_ONCE = 20_000
_MONTH = timedelta(days=28)
_PEOPLE = """
CREATE TEMP TABLE people (
    place integer PRIMARY KEY, person_id uuid, version_id uuid, coverage_id uuid, institution_code text)
"""


async def make_history(
    admin: asyncpg.Connection,
    patients: Sequence[Patient],
    records: int,
    on_progress: Callable[[int], None],
    *,
    span: timedelta = timedelta(days=330),
) -> None:
    """Write ``records`` records of the last ``span`` about ``patients``, and what is kept of them.

    Progress counts records. A database of before there were months has none.
    """
    await admin.execute(_PEOPLE)
    await admin.copy_records_to_table(
        "people",
        records=[
            (place, UUID(one.record.person_id), one.version_id, UUID(one.coverage.coverage_id), one.institution_code)
            for place, one in enumerate(patients)
        ],
    )
    await admin.execute("ANALYZE people")
    now = await admin.fetchval("SELECT now()")
    if await admin.fetchval(HAS_MONTHS):
        back = range(0, span.days + _MONTH.days + 1, _MONTH.days)
        await admin.execute(MAKE_MONTHS, [now - timedelta(days=days) for days in back])
    for first in range(0, records, _AT_ONCE):
        last = min(first + _AT_ONCE, records) - 1
        await admin.execute(MADE_RECORDS, first, last, records, len(patients), RULES, span)
        on_progress(last - first + 1)
    await admin.execute(MADE_LAST_CHECKS)
    await settle(admin)


async def seal_history(world: World, key: CheckpointKey, on_progress: Callable[[int], None]) -> None:
    """Seal all that is not sealed yet, seal by seal. Progress counts records."""
    sealed = MOST_IN_A_SEAL
    while sealed == MOST_IN_A_SEAL:
        sealed = await seal(world, key)
        on_progress(sealed)
