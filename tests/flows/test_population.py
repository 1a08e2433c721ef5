"""A nation is made by the shell: to a file, to whoever reads it, and what cannot be written is said."""

import subprocess
import sys
from pathlib import Path

from tests.flows.program import copied_world, run, simulator_in

ONSHI = [sys.executable, "-m", "onshi", "population", "--date", "2026-11-30"]


def test_a_nation_is_the_same_in_a_file_and_on_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "nation.ndjson"

    told = subprocess.run([*ONSHI, "--persons", "5000", "--output", "-"], capture_output=True, timeout=120, check=True)
    subprocess.run([*ONSHI, "--persons", "5000", "--workers", "2", "--output", file], timeout=120, check=True)

    assert told.stdout.count(b"\n") == 5000
    assert file.read_bytes() == told.stdout


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    command = f"{' '.join(ONSHI)} --persons 50000 --output - | head -n 1"

    ended = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120, check=True)  # noqa: S607 - any bash

    assert ended.stdout.startswith(b'{"person":')
    assert ended.stderr == b""


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "nation.ndjson"

    ended = subprocess.run(
        [*ONSHI, "--persons", "10", "--output", missing], capture_output=True, timeout=120, check=False
    )

    assert ended.returncode == 1
    assert str(missing) in ended.stderr.decode()


def test_an_import_takes_every_line_of_a_nation_and_the_same_lines_change_nothing(
    tmp_path: Path, stopped_world: Path
) -> None:
    file = tmp_path / "nation.ndjson"
    made = run("population", "--persons", "400", "--date", "2026-11-20", "--output", str(file))
    assert made.returncode == 0, made.stderr
    with copied_world(stopped_world) as folder, simulator_in(folder) as simulator:
        where = ["--url", simulator.base_url, "--control-url", simulator.control_url]
        first, again = (run("import", str(file), *where) for _ in range(2))

    assert (first.returncode, first.stdout.strip()) == (0, "accepted 400, unchanged 0, rejected 0")
    assert (again.returncode, again.stdout.strip()) == (0, "accepted 0, unchanged 400, rejected 0")
