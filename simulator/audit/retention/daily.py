"""`onshi up` applies the rule by itself: once it is up, then every day."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import CannotPurge, Purged, rule_as_of_now

_EVERY_S = 24 * 3600.0
_AGAIN_AFTER_S = 600.0
_log = logging.getLogger("onshi.supervisor")


async def keep_purging(admin_url: str, kept_days: int, key_file: Path, clock_offset: timedelta) -> None:
    """Purge for ever; a failure is logged, and tried again in ten minutes."""
    while True:
        try:
            _tell(await purge(admin_url, rule_as_of_now(kept_days, key_file, clock_offset)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what serves
            # The type alone: a message of the database may quote a record.
            said = str(error) if isinstance(error, CannotPurge) else type(error).__name__
            _log.error("purging the record failed (%s); trying again in %.0f s", said, _AGAIN_AFTER_S)
            await asyncio.sleep(_AGAIN_AFTER_S)
        else:
            await asyncio.sleep(_EVERY_S)


def _tell(purged: Purged) -> None:
    _log.info(
        "purged by rule: %d records in %d seals, %d versions of consents; %d standing consents ended",
        purged.records,
        purged.seals,
        purged.consent_versions,
        purged.consents_ended,
    )
    if purged.changed:
        _log.error("of the purged records %d were not as sealed any more", purged.changed)
