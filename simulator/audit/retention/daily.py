"""`onshi up` applies the rule by itself in every world: once it is up, then after each day of the world's clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from shared.web.edge import DEFAULT_WORLD
from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import CannotPurge, Purged, rule_as_of_now
from simulator.worlds.served_worlds import ServedWorld

_A_DAY = timedelta(days=1)
_LOOK_EVERY_S = 1.0
_AGAIN_AFTER_S = 600.0
_log = logging.getLogger("onshi.supervisor")


@dataclass(slots=True)
class _Next:
    """When a life of a world is due: once its clock has gone on by a day."""

    seen_at_s: float
    clock_ahead: timedelta
    not_before_s: float = 0.0
    is_due: bool = False

    def is_due_at(self, now_s: float, clock_ahead: timedelta) -> bool:
        passed = timedelta(seconds=now_s - self.seen_at_s) + clock_ahead - self.clock_ahead
        return now_s >= self.not_before_s and (self.is_due or passed >= _A_DAY)


async def keep_purging(
    kept_days: int, key_file: Path, read_worlds: Callable[[], Awaitable[Sequence[ServedWorld]]]
) -> None:
    """Purge for ever, each world by its clock; a failure is logged, and tried again in ten minutes.

    `default` at once: it may have been kept for long. A sandbox has no record when it begins, or those of a snapshot.
    """
    lives: dict[str, _Next] = {}
    while True:
        try:
            worlds = await read_worlds()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what serves
            _log.error("the worlds to purge cannot be read (%s)", type(error).__name__)
            worlds = ()
            await asyncio.sleep(_AGAIN_AFTER_S)
        # By the database: after a reset it is another.
        lives = {each.url: lives.get(each.url) or _first_of(each) for each in worlds}
        for each in worlds:
            await _purge_if_due(each, lives[each.url], kept_days, key_file)
        await asyncio.sleep(_LOOK_EVERY_S)


def _first_of(world: ServedWorld) -> _Next:
    return _Next(_now_s(), world.clock_ahead, is_due=world.name == DEFAULT_WORLD)


async def _purge_if_due(world: ServedWorld, life: _Next, kept_days: int, key_file: Path) -> None:
    if not life.is_due_at(_now_s(), world.clock_ahead):
        return
    try:
        purged = await purge(world.url, rule_as_of_now(kept_days, key_file, world.clock_ahead, world.name))
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not end what serves
        # The type alone: a message of the database may quote a record.
        said = str(error) if isinstance(error, CannotPurge) else type(error).__name__
        _log.error("purging the record of %s failed (%s); trying again in %.0f s", world.name, said, _AGAIN_AFTER_S)
        life.not_before_s = _now_s() + _AGAIN_AFTER_S
    else:
        life.seen_at_s, life.clock_ahead, life.is_due = _now_s(), world.clock_ahead, False
        _tell(world.name, purged)


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _tell(world: str, purged: Purged) -> None:
    _log.info(
        "%s purged by rule: %d records in %d seals, %d versions of consents, %d questions to the registry,"
        " %d own readings of patients;"
        " %d standing consents ended",
        world,
        purged.records,
        purged.seals,
        purged.consent_versions,
        purged.questions,
        purged.own_readings,
        purged.consents_ended,
    )
    if purged.changed:
        _log.error("of the purged records of %s %d were not as sealed any more", world, purged.changed)
