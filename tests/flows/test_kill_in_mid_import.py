"""A worker is killed while it works a file of members: its part is worked again, every line recorded once (30 s)."""

import asyncio
import os
import signal
from pathlib import Path

import asyncpg

from services.registry.imports.rules.splitting import LINES_A_PART
from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder
from tests.flows.program import children_of, copied_world, run, simulator_in

LINES = 5 * LINES_A_PART
_OURS = f"lines = {LINES}"
"""The test patients were imported, too."""
_TRIES = 1200
_RECORDED_TWICE = """
SELECT count(*) FROM (SELECT coverage_id FROM registry.coverage_versions GROUP BY 1 HAVING count(*) > 1) twice
"""


async def test_what_a_killed_worker_had_in_hand_is_recorded_once(stopped_world: Path, tmp_path: Path) -> None:
    file = tmp_path / "nation.ndjson"
    assert run("population", "--persons", str(LINES), "--date", "2026-11-20", "--output", str(file)).returncode == 0
    with copied_world(stopped_world) as folder, simulator_in(folder) as started:
        where = ["--url", started.base_url, "--control-url", started.control_url]
        handed_in = asyncio.create_task(asyncio.to_thread(run, "import", str(file), *where))
        database = await asyncpg.connect(url_in_folder(Settings(), folder, ADMINISTRATOR))
        twice_before = await database.fetchval(_RECORDED_TWICE)
        # The first part is recorded, others are not: the worker has one of them in hand.
        await _until(database, "accepted > 0 AND state = 'running'")
        (worker,) = children_of(started.process.pid, "worker together")
        os.kill(worker, signal.SIGKILL)
        await handed_in
        await _until(database, "state = 'done'")
        told = await database.fetch(f"SELECT accepted, unchanged, rejected FROM registry.imports WHERE {_OURS}")  # noqa: S608 - ours
        twice = await database.fetchval(_RECORDED_TWICE)
        parts = await database.fetchval("SELECT count(*) FROM registry.import_parts")
        await database.close()
        again = run("import", str(file), *where)

    assert [tuple(each) for each in told] == [(LINES, 0, 0)]
    assert (twice, parts) == (twice_before, 0)
    assert (again.returncode, again.stdout.strip()) == (0, f"accepted 0, unchanged {LINES}, rejected 0")


async def _until(database: asyncpg.Connection, condition: str) -> None:
    for _ in range(_TRIES):
        if await database.fetchval(f"SELECT count(*) FROM registry.imports WHERE {_OURS} AND {condition}"):  # noqa: S608 - ours
            return
        # Another worker starts within seconds, however much else the machine does.
        await asyncio.sleep(0.05)
    raise AssertionError(f"no import is {condition}")
