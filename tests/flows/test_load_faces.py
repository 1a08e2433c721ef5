"""A load run with faces: messages, files, listeners, an insurer, patients. Costs about 25 s."""

import contextlib
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onshi.__main__ import program_command
from tests.flows.loads import ROOT, WITHIN_S, Served, load, served_world, verdict
from tests.flows.program import environment, world_folder

FACES = ("messages=4", "messages-json=4", "folders=4", "listeners=4", "insurers=2", "patients=2")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


@contextlib.contextmanager
def agents(served: Served) -> Iterator[Path]:
    """Run the agents of two institutions on folders named after their clients."""
    lines = (served.data / "clients.csv").read_text(encoding="utf-8").splitlines()[1:3]
    with world_folder() as root, contextlib.ExitStack() as stack:
        for client, secret, *_ in (line.split(",") for line in lines):
            command = program_command(
                "agent", "--root", str(root / client), "--client", client, "--url", served.base_url
            )
            process = subprocess.Popen(command, env=environment({"ONSHI_CLIENT_SECRET": secret}))
            stack.callback(process.wait)
            stack.callback(process.terminate)
            deadline = time.monotonic() + WITHIN_S
            while not (root / client / ".onshi" / "status.json").exists():
                assert process.poll() is None, "the agent has ended"
                assert time.monotonic() < deadline, "the agent does not work"
                time.sleep(0.1)  # a process beside us has to come up
        yield root


@pytest.mark.parametrize("page", ["load.md", "load.ja.md"])
def test_a_face_of_ones_own_acts_as_the_page_shows_it(served: Served, page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "own.py").write_text(shown, encoding="utf-8")
    options = ("--rate", "5", "--seconds", "2", "--faces", "limits=5", "--threshold", "limit amount:p99<30000")

    ended = load(served.base_url, served.data, tmp_path, *options, file=tmp_path / "own.py")

    assert ended.returncode == 0, ended.stderr
    counts = {row["name"]: (row["count"], row["errors"], row["wrong"]) for row in verdict(tmp_path)["rows"]}
    assert counts["limit amount"] == (10, 0, 0)


def test_every_face_acts_and_is_answered_as_expected(served: Served, tmp_path: Path) -> None:
    with agents(served) as root:
        options = ("--rate", "5", "--seconds", "4", "--faces", ",".join(FACES), "--folders", str(root))
        ended = load(served.base_url, served.data, tmp_path, *options)

    found = verdict(tmp_path)
    assert ended.returncode == 0, (ended.stderr, found["complaints"])
    assert (found["asked"], found["started"], found["dropped"]) == (100, 100, 0)
    counts = {row["name"]: (row["count"], row["errors"], row["wrong"]) for row in found["rows"]}
    for row in (
        "check by message",
        "check by message in JSON",
        "answered file",
        "check of a listener",
        "listener told",
    ):
        assert counts[row] == (16, 0, 0), row
    for row in ("person registered", "coverage registered", "coverage corrected", "check of the newly insured"):
        assert counts[row] == (8, 0, 0), row
    for row in ("check with consent", "patient signs in", "consents of a patient", "consent withdrawn"):
        assert counts[row] == (8, 0, 0), row
