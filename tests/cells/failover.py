"""`make test-cells`: the hub is a cluster whose leader is killed, and no published row may be lost on the way.

By hand: about two minutes. It needs what `make cluster` needs.
"""

import asyncio
import secrets
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg

from shared.clock import ShiftedClock
from shared.db.migrate import migrate
from shared.published.heartbeats import BEAT, READ_AGE
from simulator.cells.cell import subscribe
from simulator.cells.databases import own_database
from simulator.cells.hub import publish
from simulator.cluster.cluster import Cluster, running_cluster
from simulator.cluster.parts import MissingParts, find_parts
from simulator.cluster.workers import DATABASE
from simulator.running.control_database import create_database

TIMES = 2
_LOAD_S = 4.0
_PUBLISH = "INSERT INTO registry_published.revocations VALUES ('\\x00', $1, 'keyCompromise', $2, $2)"
_SERIALS = "SELECT serial_number FROM registry_published.revocations WHERE authority_key_id = '\\x00'"
_KEPT_SAFE = """
SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'onshi_cell_one' AND synced AND NOT temporary
  AND invalidation_reason IS NULL
"""


class Publishing:
    """A registry that publishes without a pause through HAProxy, and knows what was acknowledged."""

    def __init__(self, url: str) -> None:
        self._url, self._goes_on = url, True
        self.acknowledged: list[bytes] = []
        self.longest_pause_s = 0.0

    async def run(self) -> None:
        number, last = 0, time.monotonic()
        while self._goes_on:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                connection = await asyncpg.connect(self._url, timeout=3, command_timeout=5)
                try:
                    while self._goes_on:
                        number += 1
                        serial = number.to_bytes(4, "big")
                        await connection.execute(_PUBLISH, serial, ShiftedClock().now())
                        await connection.execute(BEAT)
                        self.acknowledged.append(serial)
                        self.longest_pause_s = max(self.longest_pause_s, time.monotonic() - last)
                        last = time.monotonic()
                finally:
                    connection.terminate()
            await asyncio.sleep(0.05)

    def end(self) -> None:
        self._goes_on = False


def main() -> int:
    """Return 1 where a row was lost."""
    folder = Path("build/test-cells").resolve()
    try:
        parts = find_parts(folder)
    except MissingParts as missing:
        print(missing, file=sys.stderr)
        return 1
    with running_cluster(folder / "cluster", parts) as cluster:
        print("the hub is a cluster", flush=True)
        wrong = asyncio.run(_run(cluster, folder))
    print("all held" if not wrong else "\n".join(f"BROKEN  {each}" for each in wrong))
    return 1 if wrong else 0


async def _run(cluster: Cluster, folder: Path) -> list[str]:
    await create_database(cluster.url(), DATABASE)
    url = cluster.url(DATABASE)
    await migrate(url, {})
    hub_url = url.replace(url.partition("://")[2].partition("@")[0], f"onshi_replication:{secrets.token_hex(16)}")
    async with _connected(url) as hub:
        await publish(hub, hub_url)
    async with own_database(folder / "cell") as database:
        await migrate(database.admin_url, {})
        async with database.admin() as cell:
            await subscribe(cell, hub_url, "one", 60.0, lambda _words: None)
            publishing = Publishing(url)
            task = asyncio.create_task(publishing.run())
            for _ in range(TIMES):
                await _until_kept_safe(cluster)
                await asyncio.sleep(_LOAD_S)
                await asyncio.to_thread(_kill_and_start, cluster)
            await asyncio.sleep(_LOAD_S)
            publishing.end()
            await task
            return await _compared(url, cell, publishing)


async def _until_kept_safe(cluster: Cluster) -> None:
    """Wait until each standby keeps the cell's place, as it must before its leader may go."""
    async with asyncio.timeout(120):
        for node in [node for node in cluster.nodes if not node.is_leader]:
            while True:
                with suppress(OSError, TimeoutError, asyncpg.PostgresError):
                    async with _connected(cluster.url(DATABASE, node.addresses.postgres)) as standby:
                        if await standby.fetchval(_KEPT_SAFE):
                            break
                await asyncio.sleep(0.2)


def _kill_and_start(cluster: Cluster) -> None:
    leader = cluster.leader()
    leader.kill()
    cluster.leader()
    leader.start()
    cluster.wait_until_whole()


async def _compared(url: str, cell: asyncpg.Connection, publishing: Publishing) -> list[str]:
    async with _connected(url) as hub:
        at_hub = {row[0] for row in await hub.fetch(_SERIALS)}
    began = time.monotonic()
    in_cell: set[bytes] = set()
    while time.monotonic() - began < 30 and not at_hub <= in_cell:
        in_cell = {row[0] for row in await cell.fetch(_SERIALS)}
        await asyncio.sleep(0.1)
    acknowledged = set(publishing.acknowledged)
    age_s = await cell.fetchval(READ_AGE)
    print(
        f"{TIMES} leaders killed: {len(acknowledged)} rows acknowledged, {len(at_hub)} at the hub,"
        f" {len(in_cell)} in the cell, {len(acknowledged - at_hub)} lost at the hub,"
        f" {len(at_hub - in_cell)} not in the cell, {len(in_cell - at_hub)} in the cell alone;"
        f" longest pause {publishing.longest_pause_s:.1f} s, the copy is {age_s:.1f} s old",
        flush=True,
    )
    wrong = []
    if acknowledged - at_hub:
        wrong.append("acknowledged rows are not at the hub")
    if at_hub - in_cell:
        wrong.append("published rows are not in the cell")
    if in_cell - at_hub:
        wrong.append("the cell has rows that its hub does not have")
    return wrong


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        yield connection
    finally:
        connection.terminate()


if __name__ == "__main__":
    sys.exit(main())
