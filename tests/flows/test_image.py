"""The image of all of `onshi up`: its command runs here as the same process, by a user without privileges or a home."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from onshi.__main__ import program_command
from onshi.simulator import RunningSimulator
from tests.flows.people import card_of, clinic_of
from tests.flows.program import environment, running

ROOT = Path(__file__).resolve().parents[2]

NOBODY = 65_534
"""A user that Debian has, as initdb asks for its name."""


def stages() -> dict[str, dict[str, str]]:
    """The Dockerfile's stages by name: the last line of each kind, of the stage itself or of what it begins with."""
    found: dict[str, dict[str, str]] = {}
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for stage in re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]:
        head, _, body = stage.partition("\n")
        begun_with, _, name = head.partition(" AS ")
        lines = (line.split(maxsplit=1) for line in body.splitlines() if line.strip() and not line.startswith("#"))
        found[name] = {**found.get(begun_with, {}), **dict(lines)}
    return found


WHOLE = stages()["whole"]


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A copy of the program and a folder for temporary files that the user of the image may enter."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-image-"))
    folder.chmod(0o755)
    for package in ("simulator", "services", "shared", "onshi", "migrations"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tmp").mkdir()
    (folder / "tmp").chmod(0o1777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def test_one_command_serves_everything_as_nobody(elsewhere: Path) -> None:
    words = json.loads(WHOLE["CMD"])
    # Other tests run on this machine: any free ports instead of 8000 and 8099.
    words += ["--port", "0", "--control-port", "0"]
    command = [*_as_nobody(), *program_command(*words)]
    told = {**environment(), "HOME": "/nonexistent", "TMPDIR": str(elsewhere / "tmp"), "PYTHONPATH": str(elsewhere)}
    with (elsewhere / "log").open("ab") as log, running(command, told, log) as process:
        (announcement,) = _appearing(elsewhere / "tmp", process)
        members = json.loads(announcement.read_bytes())
        world = RunningSimulator(members["base_url"], members["control_url"])
        with (
            clinic_of(world.base_url, world.control_url) as clinic,
            card_of(world.base_url, world.personas()["employee-with-limit"]) as card,
        ):
            answer = clinic.check_card(card)
        owner = announcement.stat().st_uid

    assert answer.is_valid
    assert (owner, process.returncode) == (NOBODY if os.getuid() == 0 else os.getuid(), 0)
    assert list((elsewhere / "tmp").iterdir()) == []


def test_it_listens_where_published_ports_lead_and_runs_as_nobody() -> None:
    words = json.loads(WHOLE["CMD"])

    assert json.loads(WHOLE["ENTRYPOINT"]) == ["onshi"]
    assert words[0] == "up"
    assert [words[words.index(option) + 1] for option in ("--host", "--control-host")] == ["0.0.0.0", "0.0.0.0"]  # noqa: S104
    assert "--allow-public" in words
    assert (WHOLE["USER"], WHOLE["EXPOSE"]) == ("10001", "8000 8099")


def test_what_asks_for_health_goes_past_a_proxy() -> None:
    for name in ("whole", "services"):
        (asked,) = re.findall(r"CMD (\[.*\])", stages()[name]["HEALTHCHECK"])
        code = json.loads(asked)[-1].replace("127.0.0.1:8000", "127.0.0.1:1")
        told = subprocess.run(
            [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False
        )

        # Nobody listens at port 1, and the proxy of this environment is at port 9.
        assert "Connection refused" in told.stderr
        assert "ProxyHandler({})" in code


def test_the_workflows_of_the_page_are_yaml_and_publish_the_images_ports() -> None:
    page = (ROOT / "docs" / "windows-and-ci.md").read_text(encoding="utf-8")
    workflows = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]
    services = [service for each in workflows for service in each["jobs"]["test"].get("services", {}).values()]

    assert len(workflows) == 2
    assert [port.split(":")[1] for service in services for port in service["ports"]] == WHOLE["EXPOSE"].split()
    assert all(job["steps"] for each in workflows for job in each["jobs"].values())


def _as_nobody() -> list[str]:
    """Become a user without privileges, as the image's is; this Python may lie under root's home, so it may read."""
    if os.getuid() != 0:
        return []
    may_read = [
        "--inh-caps=-all,+dac_read_search",
        "--ambient-caps=-all,+dac_read_search",
        "--bounding-set=-all,+dac_read_search",
    ]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *may_read]


def _appearing(folder: Path, process: "subprocess.Popen[bytes]") -> list[Path]:
    assert process.stdout is not None
    # The last line that it says when all is ready.
    while not (line := process.stdout.readline()).startswith(b"Stop with Ctrl-C"):
        assert line, "it ended"
    return list(folder.glob("onshi-*/running.json"))
