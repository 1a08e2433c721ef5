"""What the migration to months of the record stops, and for how long.

    python -m loadtests.figures.month_migration [--records N]

A record of before there were months, while others store and read without a pause: it is migrated forward and back. How
long that took, and the longest that one of the others waited.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from loadtests.machine.description import describe_machine
from loadtests.worlds.history import make_history
from loadtests.worlds.months import open_place
from loadtests.worlds.population import invent_patients
from loadtests.worlds.publishing import FIND_RECORD, MADE_RECORD
from shared.clock import ShiftedClock
from shared.db.embedded import ADMINISTRATOR
from shared.db.migrate import alembic_config
from shared.db.roles import runtime_role
from shared.db.urls import for_sqlalchemy
from shared.ids import new_id

_PATIENTS = 2_000
_BEFORE_MONTHS = "20261130_1611"
_WRITERS = _READERS = 2


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.month_migration", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--records", type=int, default=1_000_000, help="records of checks (1000000)")
    asyncio.run(_migration(parser.parse_args().records))
    return 0


async def _migration(records: int) -> None:
    people = list(invent_patients(_PATIENTS, 1, ShiftedClock().now()))
    async with open_place() as place, place.world("grown") as admin:
        url, role = place.url("grown", ADMINISTRATOR), runtime_role("eligibility")
        await _bring(url, _BEFORE_MONTHS)
        await make_history(admin, people, records, lambda _by: None)
        _say(f"{records} records; load {os.getloadavg()[0]:.0f}; {describe_machine()}")
        for what, revision in (("forward", "head"), ("back", _BEFORE_MONTHS)):
            load = _Load(place.url("grown", role))
            async with load.running():
                began = time.perf_counter()
                await _bring(url, revision)
                took = time.perf_counter() - began
            waited = f"one who stores {load.longest['store']:.2f} s, one who reads {load.longest['read']:.2f} s"
            done = f"{load.done['store']} stored, {load.done['read']} read, {load.failed} failed"
            _say(f"{what:8} {took:6.2f} s; longest wait of {waited}; {done}")


@dataclass(slots=True)
class _Load:
    """Some who store and some who read without a pause."""

    url: str
    longest: dict[str, float] = field(default_factory=lambda: {"store": 0.0, "read": 0.0})
    done: dict[str, int] = field(default_factory=lambda: {"store": 0, "read": 0})
    failed: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run for the length of the block, and half a second before and behind it."""
        tasks = [asyncio.create_task(self._go_on("store", self._store)) for _ in range(_WRITERS)]
        tasks += [asyncio.create_task(self._go_on("read", self._read)) for _ in range(_READERS)]
        await asyncio.sleep(0.5)
        try:
            yield
            await asyncio.sleep(0.5)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _go_on(self, what: str, act: Callable[[asyncpg.Connection], Awaitable[object]]) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            while True:
                began = time.perf_counter()
                try:
                    await act(connection)
                except asyncpg.PostgresError:
                    self.failed += 1
                else:
                    self.done[what] += 1
                self.longest[what] = max(self.longest[what], time.perf_counter() - began)
        finally:
            connection.terminate()

    async def _store(self, connection: asyncpg.Connection) -> None:
        now = ShiftedClock().now()
        await connection.execute(MADE_RECORD, new_id(now, os.urandom), now)

    async def _read(self, connection: asyncpg.Connection) -> None:
        await connection.fetch(FIND_RECORD, new_id(ShiftedClock().now(), os.urandom))


async def _bring(url: str, revision: str) -> None:
    def bring(connection: Connection) -> None:
        config = alembic_config(connection, "eligibility")
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)

    engine = create_async_engine(for_sqlalchemy(url))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(bring)
    finally:
        await engine.dispose()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
