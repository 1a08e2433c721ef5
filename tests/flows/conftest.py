"""What flows share: one simulator for all that only ask, one installed wheel."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.db.embedded import EmbeddedPostgres
from tests.flows.program import Simulator, copied_world, simulator_in, world_folder
from tests.room import held

ROOT = Path(__file__).resolve().parents[2]
SEED_AND_DAY = ("--seed", "1", "--date", "2026-11-20")
"""The world that the documents' examples and the pages' numbers are of."""


@pytest.fixture(scope="session")
def stopped_world() -> Path:
    """The folder of a world that `onshi up` filled once for all workers, to be copied: filling takes 15 s of a core."""
    room = Path(tempfile.gettempdir())
    world = room / "stopped-world"
    with held(room / "stopped-world.lock"):
        if not world.exists():
            with world_folder() as folder:
                with simulator_in(folder, *SEED_AND_DAY) as filled:
                    pass
                filled.log.unlink()
                # Whole or not at all: another worker tries again where this one failed.
                folder.rename(world)
                folder.mkdir()
    return world


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
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the built wheel in it, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    source, target = folder / "source", folder / "target"
    # Built from a copy of what it is made of: a build must not touch the checkout.
    source.mkdir()
    for package in ("services", "shared", "onshi", "migrations"):
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source / file)
    _run([sys.executable, "-P", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)])
    (wheel,) = folder.glob("*.whl")
    _run([sys.executable, "-P", "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)])
    yield target
    shutil.rmtree(folder)


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
