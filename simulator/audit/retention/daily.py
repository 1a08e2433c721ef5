"""`onshi up` applies the rule by itself: once it is up, then every day, also of a clock that was moved."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import CannotPurge, Purged, rule_as_of_now

_EVERY_S = 24 * 3600.0
_A_DAY = timedelta(days=1)
_LOOK_EVERY_S = 1.0
_AGAIN_AFTER_S = 600.0
_log = logging.getLogger("onshi.supervisor")


async def keep_purging(
    admin_url: str, kept_days: int, key_file: Path, read_offset: Callable[[], Awaitable[timedelta]]
) -> None:
    """Purge for ever, by the world's clock; a failure is logged, and tried again in ten minutes."""
    while True:
        try:
            offset = await read_offset()
            _tell(await purge(admin_url, rule_as_of_now(kept_days, key_file, offset)))
            await _until_due(offset, read_offset)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what serves
            # The type alone: a message of the database may quote a record.
            said = str(error) if isinstance(error, CannotPurge) else type(error).__name__
            _log.error("purging the record failed (%s); trying again in %.0f s", said, _AGAIN_AFTER_S)
            await asyncio.sleep(_AGAIN_AFTER_S)


async def _until_due(offset: timedelta, read_offset: Callable[[], Awaitable[timedelta]]) -> None:
    """Return after a day of the world: one that has passed, or one by which its clock was moved."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _EVERY_S
    while loop.time() < until and await read_offset() - offset < _A_DAY:  # noqa: ASYNC110 - another process moves it
        await asyncio.sleep(_LOOK_EVERY_S)


def _tell(purged: Purged) -> None:
    _log.info(
        "purged by rule: %d records in %d seals, %d versions of consents, %d questions to the registry,"
        " %d own readings of patients;"
        " %d standing consents ended",
        purged.records,
        purged.seals,
        purged.consent_versions,
        purged.questions,
        purged.own_readings,
        purged.consents_ended,
    )
    if purged.changed:
        _log.error("of the purged records %d were not as sealed any more", purged.changed)
