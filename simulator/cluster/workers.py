"""The simulator on a cluster: `onshi up`, whose database is where HAProxy says that the leader is."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onshi.__main__ import program_command, program_environment
from simulator.cluster.program import NotInTime, Program, wait_until
from simulator.cluster.run_as import RunAs

READY_WITHIN_S = 180.0
DATABASE = "onshi"


@dataclass(frozen=True, slots=True)
class Workers:
    """Where it is served."""

    program: Program
    base_url: str
    control_url: str
    data: Path


@contextmanager
def running_workers(
    url: str,
    folder: Path,
    *,
    workers: int = 2,
    arguments: Sequence[str] = ("--port", "0", "--control-port", "0"),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Workers]:
    """Serve a world in the database of ``url`` until the end of the block, with its keys in ``folder``.

    ``url`` is an administrator's, of a database that is there; ``settings`` are further variables. Raises NotInTime.
    """
    data = folder / "world"
    data.mkdir(parents=True, exist_ok=True)
    announced = data / "running.json"
    announced.unlink(missing_ok=True)
    command = program_command("up", "--data", str(data), "--workers", str(workers), *arguments)
    environment = program_environment({"ONSHI_DATABASE_URL": url, **(settings or {})})
    program = Program("onshi", command, environment, folder / "onshi.log", RunAs())
    program.start()
    try:
        wait_until(lambda: announced.exists() or not program.is_running, "the simulator on the cluster", READY_WITHIN_S)
        if not announced.exists():
            raise NotInTime(f"the simulator on the cluster ended: {program.last_words()}")
        members = json.loads(announced.read_bytes())
        yield Workers(program, members["base_url"], members["control_url"], data)
    finally:
        program.end()
