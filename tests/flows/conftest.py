"""What flows share: one simulator for all that only ask, one installed wheel."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.db.embedded import EmbeddedPostgres
from tests.flows.program import Simulator, copied_world, simulator_in
from tests.room import made_once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """A whole simulator for all that only ask: `onshi up` on a filled world."""
    with copied_world(stopped_world) as folder, simulator_in(folder) as started:
        yield started


@pytest.fixture(scope="session")
async def given_postgres() -> AsyncIterator[EmbeddedPostgres]:
    """A server that `onshi up` is given: a cluster of its own, as roles and their passwords belong to a cluster."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-given-"))
    server = EmbeddedPostgres(folder, "admin-test-password", durable=False)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installed() -> Path:
    """A folder with the built wheel in it, and nothing of this checkout."""
    return made_once("installed", _install) / "target"


def _install(folder: Path) -> None:
    # Built from a copy of what it is made of: a build must not touch the checkout.
    source = folder / "source"
    source.mkdir()
    for package in ("simulator", "services", "shared", "onshi", "migrations", "loadtests", "docs"):
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source / file)
    _run([sys.executable, "-P", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)])
    (wheel,) = folder.glob("*.whl")
    target = str(folder / "target")
    _run([sys.executable, "-P", "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, str(wheel)])


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
