"""What a database says of the machines behind it: how many standbys commits may wait for, whether its clock is wrong.

A cluster whose commits wait for a standby (``synchronous_standby_names``) goes on with one, and stores nothing with
none: so the one before the last is worth a look. A PostgreSQL that waits for nobody says nothing of it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from prometheus_client import Gauge

from shared.clock import Clock
from shared.db.database import Database
from shared.errors import DATABASE_FAILURES
from shared.worlds.metrics import forget_world

_MOST_APART = timedelta(seconds=5)
# Slots are kept for standbys, and everybody may see them; who is connected is an administrator's business.
_LOOK = """
SELECT current_setting('synchronous_standby_names') <> '' AS waits,
       (SELECT count(*) FROM pg_replication_slots WHERE slot_type = 'physical' AND active) AS standbys,
       clock_timestamp() AS clock
"""
_STANDBYS = Gauge(
    "onshi_database_standbys",
    "Standbys that follow the database, where commits wait for one.",
    ["world"],
    multiprocess_mode="livemostrecent",
)
_SENTENCES = {
    "no_standby": "no standby follows the database: nothing is stored until one does",
    "one_standby": "one standby follows the database: if that goes too, nothing is stored",
    "database_clock_differs": "the database's clock and this machine's differ by more than 5 s: set one of them right",
}
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Standbys:
    """Those of the database of ``world``. ``clock`` is this machine's own, not the world's."""

    world: str
    database: Database
    clock: Clock
    _said: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def shown(self) -> AsyncIterator["Standbys"]:
        """Show their number among the metrics until the world is closed."""
        try:
            yield self
        finally:
            forget_world(_STANDBYS, self.world)

    @property
    def warnings(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """By name: what an operator should look at; each is logged once while it is so."""
        return {name: self._telling(name) for name in _SENTENCES}

    def _telling(self, name: str) -> Callable[[], Awaitable[bool]]:
        async def is_so() -> bool:
            try:
                so = name in await self._look()
            except DATABASE_FAILURES:
                # Readiness says so itself.
                return False
            if so and name not in self._said:
                _log.warning(_SENTENCES[name])
                self._said.add(name)
            elif not so:
                self._said.discard(name)
            return so

        return is_so

    async def _look(self) -> set[str]:
        before = self.clock.now()
        (row,) = await self.database.fetch(_LOOK)
        if row["waits"]:
            _STANDBYS.labels(self.world).set(row["standbys"])
        else:
            forget_world(_STANDBYS, self.world)
        return told_of(row["standbys"] if row["waits"] else None, row["clock"], before, self.clock.now())


def told_of(standbys: int | None, clock: datetime, before: datetime, after: datetime) -> set[str]:
    """Return the names of what is worth a look.

    ``standbys`` is None where no commit waits for one; ``clock`` is the database's, between ``before`` and ``after``
    of ours.
    """
    names = {0: {"no_standby"}, 1: {"one_standby"}}.get(-1 if standbys is None else standbys, set())
    if clock < before - _MOST_APART or clock > after + _MOST_APART:
        return names | {"database_clock_differs"}
    return names
