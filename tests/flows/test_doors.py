"""The four doors of the README: the commands of each page are typed in one shell, in order, and print what it shows."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.pages_typed import DOCS, END, steps
from tests.flows.program import (
    SEED_AND_DAY,
    WITHIN_S,
    Simulator,
    copied_world,
    environment,
    simulator_in,
    world_folder,
)

SHARED = ("start-receipt-system", "start-api", "start-operating")
"""Doors that are typed against a world of test patients."""
WIREMOCK = "from-wiremock"
LOAD = "start-load"
ONSHI = """
onshi() {{
  case "$1" in
    check)
      case "$*" in *--url*) ;; *) set -- "$@" --url {base_url} ;; esac
      set -- "$@" --control-url {control_url} ;;
    agent) set -- "$@" --url {base_url} --control-url {control_url} ;;
    message | personas | credentials | conformance) set -- "$@" --control-url {control_url} ;;
  esac
  # In the background the shell becomes it, so that it can be ended.
  if [ $BASHPID != $$ ]; then exec {python} -P -m simulator "$@"; fi
  {python} -P -m simulator "$@"
}}
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
"""


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """The world that the pages start, of these tests alone: they add people and sandboxes."""
    with copied_world(stopped_world) as folder, simulator_in(folder, *SEED_AND_DAY, "--workers", "2") as started:
        yield started


def in_bash(commands: str, folder: Path, base_url: str = "", control_url: str = "") -> subprocess.CompletedProcess[str]:
    """Type commands in one shell, in which `onshi` is this program and asks at these addresses."""
    whole = ONSHI.format(base_url=base_url, control_url=control_url, python=sys.executable) + commands
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", whole],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )


def typed(page: str, folder: Path, simulator: Simulator) -> list[str]:
    """Type the commands of a page beside the simulator that it starts; return what each step printed."""
    (folder / "world").symlink_to(simulator.folder)
    commands = "".join(f"{step}echo '{END}'\n" for step, _ in steps(DOCS / f"{page}.md"))
    commands = commands.replace("http://127.0.0.1:8000", simulator.base_url)
    commands = commands.replace("http://127.0.0.1:8099", simulator.control_url)
    finished = in_bash(commands, folder, simulator.base_url, simulator.control_url)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout.split(f"{END}\n")


@pytest.mark.parametrize("page", [*SHARED, WIREMOCK])
def test_a_page_prints_what_it_shows(simulator: Simulator, page: str, tmp_path: Path) -> None:
    printed = typed(page, tmp_path, simulator)

    shown = [text for _, text in steps(DOCS / f"{page}.md")]
    # Of a step that shows something the end is shown: what the agent says when it begins names folders of this test.
    assert [said[-len(text) :] for said, text in zip(printed, shown, strict=False) if text] == [*filter(None, shown)]


def test_the_page_about_load_ends_with_a_verdict() -> None:
    made, *others = (commands for commands, _ in steps(DOCS / f"{LOAD}.md"))
    assert "onshi load-data" in made
    with world_folder() as folder:
        assert in_bash(made, folder).returncode == 0
        with simulator_in(folder / "load" / "world") as simulator:
            finished = in_bash("".join(others).replace("http://127.0.0.1:8000", simulator.base_url), folder)

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "check by card" in finished.stdout
    assert "index.html" in finished.stdout
    assert "exit code" not in finished.stdout


@pytest.mark.parametrize("page", [*SHARED, LOAD, WIREMOCK])
def test_both_languages_type_the_same(page: str) -> None:
    assert steps(DOCS / f"{page}.md")
    assert steps(DOCS / f"{page}.ja.md") == steps(DOCS / f"{page}.md")


def test_the_readme_has_the_four_doors_and_no_other() -> None:
    doors = {page.name for page in DOCS.glob("start-*.md") if not page.name.endswith(".ja.md")}

    assert doors == {f"{page}.md" for page in (*SHARED, LOAD)}
    assert (
        set(re.findall(r"docs/(start-[a-z-]+\.md)", (DOCS.parent / "README.md").read_text(encoding="utf-8"))) == doors
    )
