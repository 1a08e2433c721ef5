"""Load runs as people start them, against a small world of load-data."""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.flows.program import environment, run, simulator_in, world_folder

ROOT = Path(__file__).parents[2]
WITHIN_S = 120.0
STEADY = ("--rate", "15", "--seconds", "3", "--warm-up", "1")
FILES = ("patients.csv", "cards.ndjson", "clients.csv", "expected.ndjson")


@dataclass(frozen=True)
class Served:
    """A world that is served, and its data."""

    base_url: str
    data: Path


@contextlib.contextmanager
def served_world() -> Iterator[Served]:
    """Serve a world of 300 people and 8 institutions."""
    with world_folder() as folder:
        made = run("load-data", "--patients", "300", "--institutions", "8", "--workers", "1", "--output", str(folder))
        assert made.returncode == 0, made.stderr
        with simulator_in(folder / "world") as simulator:
            yield Served(simulator.base_url, folder)


OUR_FILE = ROOT / "loadtests" / "locustfile.py"


def locust(*options: str, file: Path = OUR_FILE) -> list[str]:
    """Return the command of Locust with our file or another, without a browser."""
    return [sys.executable, "-m", "locust", "-f", str(file), "--headless", *options]


def load(
    host: str, data: Path, results: Path, *options: str, files: int | None = None, file: Path = OUR_FILE
) -> subprocess.CompletedProcess[str]:
    """Run a load to its end."""
    told = ("--only-summary", "--host", host, "--data", str(data), "--results", str(results), *options)
    command = locust(*told, file=file)
    if files is not None:
        command = ["prlimit", f"--nofile={files}:{files}", *command]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=WITHIN_S, check=False
    )


def verdict(results: Path) -> dict[str, Any]:
    """Return what a run wrote."""
    document: dict[str, Any] = json.loads((results / "verdict.json").read_text(encoding="utf-8"))
    return document


def copied(data: Path, folder: Path) -> Path:
    """Copy the files, so that one can be spoilt."""
    folder.mkdir()
    for name in FILES:
        shutil.copy(data / name, folder)
    return folder
