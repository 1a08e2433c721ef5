"""docs/tutorial.md is one afternoon: its commands are typed in one shell, in order, and print what the page shows."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.pages_typed import DOCS, END, steps
from tests.flows.program import SEED_AND_DAY, WITHIN_S, Simulator, copied_world, environment, simulator_in

ENGLISH, JAPANESE = DOCS / "tutorial.md", DOCS / "tutorial.ja.md"


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """The world that the page starts, served by two workers; of this test alone, as it lives for six years."""
    with copied_world(stopped_world) as folder, simulator_in(folder, *SEED_AND_DAY, "--workers", "2") as started:
        yield started


def test_the_afternoon_goes_as_the_page_shows(simulator: Simulator, tmp_path: Path) -> None:
    script = f"echo '{END}'\n".join(commands for commands, _ in steps(ENGLISH))
    script = script.replace("http://127.0.0.1:8000", simulator.base_url)
    script = script.replace("http://127.0.0.1:8099", simulator.control_url)

    finished = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )

    printed = finished.stdout.split(f"{END}\n")
    assert finished.stderr == ""
    assert printed == [shown for _, shown in steps(ENGLISH)]
    assert finished.returncode == 0


def test_both_languages_type_the_same() -> None:
    assert steps(ENGLISH)
    assert steps(JAPANESE) == steps(ENGLISH)
