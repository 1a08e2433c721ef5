"""The script for k6, run to its end by node with a stand-in for k6's modules: k6 itself cannot be had here."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.loads import Served, copied, served_world
from tests.generated_clients.page import ROOT

K6 = ROOT / "loadtests" / "others" / "k6"
STAND_IN = Path(__file__).parent / "k6_stand_in"
ITERATIONS = 30
WITHIN_S = 120


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def iterated(base_url: str, data: Path, folder: Path) -> dict[str, Any]:
    """Run the script's setup and its iterations; what comes back is what its checks counted."""
    shutil.copytree(STAND_IN, folder / "node_modules" / "k6", ignore=shutil.ignore_patterns("run.mjs"))
    for file in (*K6.iterdir(), STAND_IN / "run.mjs"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    command = ["node", "run.mjs", str(ITERATIONS)]
    ended = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "HOST": base_url, "DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    counted: dict[str, Any] = json.loads(ended.stdout)
    return counted


def test_every_card_is_answered_as_expected(served: Served, tmp_path: Path) -> None:
    assert iterated(served.base_url, served.data, tmp_path) == {
        "passes": ITERATIONS,
        "fails": 0,
        "statuses": {"token 200": 8, "challenge 200": ITERATIONS, "check by card 200": ITERATIONS},
    }


def test_an_answer_that_is_not_the_expected_one_is_counted(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    lines = [json.loads(line) for line in (data / "expected.ndjson").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["by_card"] is not None:
            line["by_card"]["validity"] = "not_found"
    (data / "expected.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")

    assert iterated(served.base_url, data, tmp_path)["fails"] == ITERATIONS
